import Bytes

/// Times as people say them.
enum TimeWords {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
    /// 1970-01-01 was a Thursday.
    private static let days = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"]

    /// `Monday, 23 November 2026, 14:32:05 UTC`
    static func utc(_ time: Timestamp) -> String { words(time) + " UTC" }

    /// `Monday, 23 November 2026, 15:32:05 (UTC+01:00)`
    static func local(_ time: Timestamp, offset: Int) -> String {
        let minutes = abs(offset) / 60
        let zone = (offset < 0 ? "−" : "+") + Digits.padded(minutes / 60) + ":" + Digits.padded(minutes % 60)
        return words(Timestamp(seconds: time.seconds + Int64(offset))) + " (UTC\(zone))"
    }

    private static func words(_ time: Timestamp) -> String {
        let text = time.text
        let month = Int(text.dropFirst(5).prefix(2)).map { months[($0 + 11) % 12] } ?? ""
        let dayOfMonth = Int(text.dropFirst(8).prefix(2)) ?? 0
        let days = time.seconds >= 0 ? time.seconds / 86400 : (time.seconds - 86399) / 86400
        let day = Self.days[Int(((days % 7) + 7) % 7)]
        return "\(day), \(dayOfMonth) \(month) \(text.prefix(4)), \(text.dropFirst(11).prefix(8))"
    }
}
