import Bytes
import Codings
import Evidence
import Synchronization
import Wire

/// Looks for values of a session in recorded answers, which are never altered: who hands the bundle on must know.
final class SecretWatch: Sendable {
    private let secrets: [[UInt8]]
    private let found = Mutex<[String]>([])

    private static let maximumBodyBytes = 32 << 20
    private static let maximumFound = 20

    init(_ secrets: [[UInt8]]) { self.secrets = secrets }

    func take(_ exchange: RecordedExchange) {
        guard !secrets.isEmpty, found.withLock({ $0.count < Self.maximumFound }) else { return }
        if holds(Array(exchange.uri.utf8))
            || exchange.response?.decoded(maximumBytes: Self.maximumBodyBytes)?.bytes.map(holds) == true
        {
            found.withLock { $0.append(exchange.uri) }
        }
    }

    private func holds(_ bytes: [UInt8]) -> Bool {
        secrets.contains { secret in
            guard let first = secret.first, bytes.count >= secret.count else { return false }
            var place = 0
            while let next = bytes[place...].firstIndex(of: first) {
                if bytes[next...].starts(with: secret) { return true }
                place = next + 1
            }
            return false
        }
    }

    /// A caveat for what was found; nil for nothing.
    var caveat: Caveat? {
        let found = found.withLock { $0 }
        guard let first = found.first else { return nil }
        let more = found.count > 1 ? " and \(found.count - 1) more" : ""
        return Caveat(
            code: "session-in-body",
            text:
                "a recorded answer holds a value of the session (\(SafeText.escaped(first, limit: 200))\(more)): end the session, and encrypt the bundle before it is handed on"
        )
    }
}
