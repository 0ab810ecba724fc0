public import Bytes
import Glibc

/// The clocks of a capture, passed in so that tests can fix them.
public struct SealingClock: Sendable {
    /// The system's time of day.
    public let now: @Sendable () -> Timestamp
    /// Nanoseconds that only go forward.
    public let monotonic: @Sendable () -> Int64

    public init(now: @escaping @Sendable () -> Timestamp, monotonic: @escaping @Sendable () -> Int64) {
        self.now = now
        self.monotonic = monotonic
    }

    /// The clocks of this machine.
    public static let system = SealingClock(
        now: {
            let time = read(CLOCK_REALTIME)
            return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
        },
        monotonic: {
            let time = read(CLOCK_MONOTONIC)
            return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        })

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return time
    }
}
