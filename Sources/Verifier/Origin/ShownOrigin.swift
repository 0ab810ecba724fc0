public import Bytes

/// Whose keys signed the handshakes of a bundle, as the verdict shows it.
public struct ShownOrigin: Sendable, Equatable {
    /// A server's certificate.
    public struct Server: Sendable, Equatable {
        /// The name on it, and host names that it is for; text from outside.
        public let subject: String
        public let names: [String]
        /// How many names it is for in all.
        public let nameCount: Int
        /// The host that was asked for, of the first connection.
        public let host: String
        /// Connections whose handshake its key signed.
        public var signed = 0
        /// The anchor that its chain leads to; nil when it leads to none that the verifier was given.
        public let anchor: String?
    }

    /// Connections inside TLS that were used.
    public var connections = 0
    /// In the order of their first connections, as many as are shown.
    public var servers: [Server] = []
    /// Certificates that are not shown.
    public var more = 0
    /// The time that no signed handshake is older than; nil when nothing shows one.
    public var notBefore: Timestamp?
}
