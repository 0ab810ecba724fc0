import Glibc

/// A moment of the monotonic clock by which something must have happened.
public struct Deadline: Sendable, Comparable {
    /// Nanoseconds of the monotonic clock.
    public let nanoseconds: Int64

    /// So many seconds from now.
    public static func after(seconds: Double) -> Deadline {
        Deadline(nanoseconds: now + Int64(min(max(0, seconds), 1e9) * 1e9))
    }

    public var isPast: Bool { Self.now >= nanoseconds }

    /// Milliseconds that are left, rounded up, as poll(2) takes them.
    var milliseconds: Int32 {
        let left = nanoseconds - Self.now
        return left <= 0 ? 0 : Int32(clamping: (left + 999_999) / 1_000_000)
    }

    public static func < (one: Deadline, other: Deadline) -> Bool { one.nanoseconds < other.nanoseconds }

    private static var now: Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
