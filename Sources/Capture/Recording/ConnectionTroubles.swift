import Bytes
import Wire

/// What went wrong with connections and requests of a capture, counted; bounded.
struct ConnectionTroubles {
    private static let mostRefused = 50
    private static let mostFailed = 1000

    /// Connections that did not stand.
    private(set) var failed = 0
    /// Addresses that were not connected to because they are private, with the names that led there.
    private(set) var refused: [String] = []
    /// Requests for an address that had failed before.
    private(set) var retries = 0
    private var failedAddresses: Set<String> = []

    mutating func add(_ connection: ConnectionRecord) {
        if connection.failureText != nil { failed += 1 }
        for address in connection.refusedAddresses {
            let words = SafeText.escaped("\(connection.host) at \(address)")
            if refused.count < Self.mostRefused, !refused.contains(words) { refused.append(words) }
        }
    }

    mutating func add(_ exchange: RecordedExchange) {
        if failedAddresses.contains(exchange.uri) { retries += 1 }
        if exchange.response == nil {
            if failedAddresses.count < Self.mostFailed { failedAddresses.insert(exchange.uri) }
        } else {
            failedAddresses.remove(exchange.uri)
        }
    }
}
