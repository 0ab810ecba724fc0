public import Evidence
public import Hashing
import Synchronization

/// How connections of a capture are made, and within which limits.
public struct WireSettings: Sendable {
    /// Whether private, loopback and link-local addresses may be connected to.
    public var allowsPrivate = false
    /// Whether a server whose certificate does not verify is talked to all the same.
    public var allowsInvalidCertificate = false
    public var resolver = NameResolver()
    /// Authorities that are trusted besides the system's.
    public var additionalAnchors: [Certificate] = []
    public var outboundProxy: OutboundProxy?
    /// What every connection inside TLS is tied to; nil without a timestamp before the capture.
    public var bracket: Bracket?

    /// Limits in seconds: to connect, to agree on TLS, without a byte, and for one exchange from its first to its last byte.
    public var connectSeconds = 15.0
    public var handshakeSeconds = 15.0
    public var idleSeconds = 30.0
    public var exchangeSeconds = 120.0
    /// Limits in bytes: of one body, and of all bodies of the capture.
    public var exchangeBytes = 1 << 30
    public var captureBytes = 2 << 30

    /// Numbers the connections of a capture; copies of these settings share it.
    let connections = ConnectionNumbers()

    public var clock: SealingClock
    /// Where bodies lie that are too large for memory; on the disk of the bundle.
    public var spoolFolder: String

    public init(clock: SealingClock, spoolFolder: String) {
        self.clock = clock
        self.spoolFolder = spoolFolder
    }
}

/// Counts connections from 1, without gaps.
final class ConnectionNumbers: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
