import Bytes

/// How far the `Date` fields of servers were from this machine's clock: a consistency check, which this machine could forge.
struct ServerDates {
    private(set) var compared = 0
    /// Seconds by which a server's clock was behind, and ahead of, ours at most.
    private(set) var behind = 0
    private(set) var ahead = 0

    /// Compares one field with the time at which its answer was awaited.
    mutating func add(_ field: String, at now: Timestamp) {
        guard let date = HTTPDate.parse(field) else { return }
        let difference = Int(date.seconds - now.seconds)
        compared += 1
        behind = max(behind, -difference)
        ahead = max(ahead, difference)
    }
}
