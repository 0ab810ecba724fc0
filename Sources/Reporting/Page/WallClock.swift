public import Bytes

/// A clock on the wall, beside which times in UTC are shown.
public struct WallClock: Sendable {
    /// The zone by its name in the tz database, as `Europe/London`; nil for the zone that this machine is set to.
    public let zone: String?
    /// Seconds by which it is ahead of UTC at a given time.
    public let offset: @Sendable (Timestamp) -> Int

    public init(zone: String?, offset: @escaping @Sendable (Timestamp) -> Int) {
        self.zone = zone
        self.offset = offset
    }

    /// The time in UTC, and on this clock where that is another, or its zone is named.
    func words(_ time: Timestamp) -> String {
        let utc = TimeWords.utc(time)
        let offset = offset(time)
        if let zone {
            return offset == 0
                ? "\(utc), and the same in \(zone)"
                : "\(utc); in \(zone) \(TimeWords.local(time, offset: offset))"
        }
        return offset == 0 ? utc : "\(utc); on the clock here, \(TimeWords.local(time, offset: offset))"
    }
}
