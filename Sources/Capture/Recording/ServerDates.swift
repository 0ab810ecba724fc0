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

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7), and no other form.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func parse(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", words[1].count == 2, words[3].count == 4,
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        return Timestamp("\(words[3])-\(month < 9 ? "0" : "")\(month + 1)-\(words[1])T\(words[4])Z")
    }
}
