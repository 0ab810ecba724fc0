public import Evidence
public import Hashing
import Synchronization
import Threads

/// The authorities that a capture asks for time, in the order in which they were named.
public struct TimestampAuthorities: Sendable {
    public let authorities: [TimestampAuthority]
    private let clock: SealingClock
    /// Told in words when one gives no token; may be called from another thread.
    private let failed: @Sendable (TimestampAuthority, any Error) -> Void

    public init(
        _ authorities: [TimestampAuthority], clock: SealingClock,
        failed: @escaping @Sendable (TimestampAuthority, any Error) -> Void
    ) {
        self.authorities = authorities
        self.clock = clock
        self.failed = failed
    }

    /// A token of each authority that gives one; all are asked at the same time. Blocks the calling thread.
    public func tokens(over message: [UInt8]) -> [TimestampToken] {
        let found = Mutex<[Int: TimestampToken]>([:])
        var threads: [BlockingThread] = []
        for (place, authority) in authorities.enumerated() {
            let ask: @Sendable () -> Void = { [clock, failed] in
                do {
                    let token = try authority.token(over: message, clock: clock)
                    found.withLock { $0[place] = token }
                } catch {
                    failed(authority, error)
                }
            }
            do { threads.append(try BlockingThread.start(ask)) } catch { ask() }
        }
        for thread in threads { thread.join() }
        return found.withLock { found in authorities.indices.compactMap { found[$0] } }
    }

    /// The token of the first authority that gives one.
    public func firstToken(over message: [UInt8]) -> TimestampToken? {
        for authority in authorities {
            do { return try authority.token(over: message, clock: clock) } catch { failed(authority, error) }
        }
        return nil
    }
}
