import Glibc

/// A moment after which nothing is waited for any more, by the clock that never jumps.
public struct Deadline: Sendable, Hashable, Comparable {
    /// Of `CLOCK_MONOTONIC`.
    let nanoseconds: Int64

    /// Held within what two of them can differ by in 64 bits, so that no sum or difference overflows.
    private init(nanoseconds: Int64) {
        self.nanoseconds = min(max(nanoseconds, -4_000_000_000_000_000_000), 4_000_000_000_000_000_000)
    }

    /// This moment.
    public static var now: Deadline {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// The moment that comes when `duration` has passed.
    public static func after(_ duration: Duration) -> Deadline { now.later(by: duration) }

    /// A moment later than this one, or earlier for a negative duration; by a century at most.
    public func later(by duration: Duration) -> Deadline {
        let seconds = min(max(duration.components.seconds, -3_000_000_000), 3_000_000_000)
        let fraction = duration.components.attoseconds / 1_000_000_000
        return Deadline(nanoseconds: nanoseconds + seconds * 1_000_000_000 + fraction)
    }

    public var hasPassed: Bool { Deadline.now >= self }

    /// How long it still is; zero when it has passed.
    public var remaining: Duration { Duration.nanoseconds(max(0, nanoseconds - Deadline.now.nanoseconds)) }

    /// How long it still is, as poll(2) takes it: rounded up, so that nobody wakes early and asks again.
    public var remainingMilliseconds: Int32 {
        Int32(clamping: (max(0, nanoseconds - Deadline.now.nanoseconds) + 999_999) / 1_000_000)
    }

    /// From an earlier moment to this one.
    public func since(_ earlier: Deadline) -> Duration {
        Duration.nanoseconds(nanoseconds - earlier.nanoseconds)
    }

    public static func < (one: Deadline, other: Deadline) -> Bool { one.nanoseconds < other.nanoseconds }
}
