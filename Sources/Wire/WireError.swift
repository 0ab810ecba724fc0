import Glibc

/// Why a connection or an exchange failed, in words that a person reads.
public enum WireError: Error, Equatable, CustomStringConvertible {
    /// Nothing happened in time.
    case timedOut(String)
    /// The other side closed or reset the connection.
    case disconnected
    /// The capture ended while this went on.
    case stopped
    /// The system refused.
    case system(String, number: Int32)
    /// A name has no address.
    case unresolved(host: String, reason: String)
    /// An address that must not be connected to.
    case refusedAddress(host: String, address: String)
    /// TLS could not be agreed on.
    case handshake(String)
    /// The server's certificate does not verify.
    case certificate(String)
    /// An outbound proxy did not open the way.
    case outboundProxy(String)
    /// A message that is no HTTP.
    case message(String)
    /// A limit of the capture was reached.
    case limit(String)

    static func system(_ operation: String) -> WireError { .system(operation, number: errno) }

    public var description: String {
        switch self {
        case .timedOut(let what): "\(what) took too long"
        case .disconnected: "the other side ended the connection"
        case .stopped: "the capture ended first"
        case .system(let operation, let number): "cannot \(operation): \(Self.cause(number))"
        case .unresolved(let host, let reason): "the name \(host) has no address: \(reason)"
        case .refusedAddress(let host, let address):
            "\(host) leads to the private address \(address), which is not connected to"
        case .handshake(let reason): "no secure connection could be agreed on: \(reason)"
        case .certificate(let reason): "the server's certificate does not verify: \(reason)"
        case .outboundProxy(let reason): "the outbound proxy did not open the connection: \(reason)"
        case .message(let reason): "the answer cannot be read: \(reason)"
        case .limit(let reason): reason
        }
    }

    private static func cause(_ number: Int32) -> String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        let words = unsafe String(cString: text)
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
