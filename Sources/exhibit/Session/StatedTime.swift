import ArgumentParser
import Bytes
import Evidence

/// Days and times that an officer states, in the one form in which nobody takes a day for a month.
enum StatedTime {
    /// A day, `2026-11-23`, or a time of it, `2026-11-23T14:32` with seconds and `Z` where there are.
    static func check(_ text: String, _ option: String) throws {
        guard moment(text) != nil else {
            throw ValidationError(
                "\(option): \(SafeText.escaped(text, limit: 60)) must be a day like 2026-11-23, or a time like 2026-11-23T14:32"
            )
        }
    }

    /// As `check`, and nothing that is still to come anywhere on earth.
    static func checkPast(_ text: String, _ option: String) throws {
        try check(text, option)
        let latest = SealingClock.system.now().seconds + 14 * 3600
        guard let moment = moment(text), moment.seconds <= latest else {
            throw ValidationError("\(option): \(SafeText.escaped(text, limit: 60)) is still to come")
        }
    }

    /// A period whose end is not before its beginning.
    static func checkPeriod(from: String?, until: String?) throws {
        if let from { try check(from, "--from") }
        if let until { try check(until, "--until") }
        if let from, let until, let first = moment(from), let last = moment(until), last < first {
            throw ValidationError(
                "--until: \(SafeText.escaped(until, limit: 60)) is before --from \(SafeText.escaped(from, limit: 60))"
            )
        }
    }

    /// The beginning of the day, or the time, as if of UTC.
    private static func moment(_ text: String) -> Timestamp? {
        switch text.utf8.count {
        case 10: Timestamp(text + "T00:00:00Z")
        case 16: Timestamp(text + ":00Z")
        case 17: Timestamp(text.dropLast() + ":00" + text.suffix(1))
        case 19: Timestamp(text + "Z")
        default: Timestamp(text)
        }
    }
}
