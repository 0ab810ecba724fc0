import Bytes

/// Dates and times as reports have them.
enum ReportDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `2024-11-02T09:14:00+00:00` as UTC with a Z; a time without zone as `2024-11-02T10:01`; a day as `2024-11-02`.
    /// Nil for what is none of these forms, or no day that there is. Days before months, as in Britain.
    static func read(_ text: String) -> String? {
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let mark = text.firstIndex(where: { $0 == "T" || $0 == " " }), let day = isoDay(text[..<mark]) {
            return moment(day, text[text.index(after: mark)...])
        }
        if let day = isoDay(text[...]) { return day.text }
        let parts = text.split { "/.- ,".contains($0) }.map(String.init)
        guard parts.count >= 3, let number = Int(parts[0]), let year = Int(parts[2]), parts[2].count == 4
        else {
            return nil
        }
        let month =
            Int(parts[1]) ?? months.firstIndex(of: parts[1].lowercased().prefix(3).description).map { $0 + 1 }
        guard let month, let day = Day(year, month, number) else { return nil }
        guard parts.count > 3 else { return day.text }
        return parts.count == 4 ? moment(day, parts[3][...]) : nil
    }

    /// The year and month of a text that `read` gave: `2024-11`.
    static func month(_ text: String) -> String { String(text.prefix(7)) }

    struct Day {
        let text: String

        init?(_ year: Int, _ month: Int, _ day: Int) {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            guard (1900...2200).contains(year), (1...12).contains(month), (1...days[month - 1]).contains(day)
            else {
                return nil
            }
            text = "\(year)-\(Digits.padded(month))-\(Digits.padded(day))"
        }
    }

    private static func isoDay(_ text: Substring) -> Day? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return nil }
        return Day(year, month, day)
    }

    /// A time of day with its day: in UTC where it has a zone, as it stands where it has none.
    private static func moment(_ day: Day, _ text: Substring) -> String? {
        let zoneStart = text.firstIndex { "Z+-".contains($0) } ?? text.endIndex
        let clock = text[..<zoneStart].split(separator: ":").map { $0.prefix { $0 != "." } }
        guard (2...3).contains(clock.count), let hour = Int(clock[0]), let minute = Int(clock[1]),
            let second = clock.count == 3 ? Int(clock[2]) : 0, (0..<24).contains(hour),
            (0..<60).contains(minute),
            (0...60).contains(second)
        else { return nil }
        guard zoneStart < text.endIndex else {
            return "\(day.text)T\(Digits.padded(hour)):\(Digits.padded(minute))"
        }
        guard
            let begun = Timestamp(
                "\(day.text)T\(Digits.padded(hour)):\(Digits.padded(minute)):\(Digits.padded(min(second, 59)))Z"
            )
        else {
            return nil
        }
        let zone = text[zoneStart...]
        if zone == "Z" { return begun.text }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard digits.count == 4, let value = Int64(digits) else { return nil }
        let offset = value / 100 * 3600 + value % 100 * 60
        return Timestamp(seconds: begun.seconds - (zone.hasPrefix("-") ? -offset : offset)).text
    }
}
