import Bytes

/// Times as platforms write them, as UTC in the form of RFC 3339, with the digits of a second that were given.
enum PostTime {
    /// As X and mail programs (RFC 5322, section 3.3) write them.
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func text(seconds: Int64) -> String { Timestamp(seconds: seconds).text }

    static func text(milliseconds: Int64) -> String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        guard rest > 0 else { return text(seconds: seconds) }
        let digits = String(1000 + rest).dropFirst()
        return String(text(seconds: seconds).dropLast()) + ".\(digits)Z"
    }

    static func text(microseconds: Int64) -> String {
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest > 0 else { return text(seconds: seconds) }
        let digits = String(1_000_000 + rest).dropFirst()
        return String(text(seconds: seconds).dropLast()) + ".\(digits)Z"
    }

    /// `2026-11-23T14:32:05.123+01:00`, with `Z`, `+0100` or a space for the T; or `Wed Mar 21 20:50:14 +0000 2006`.
    static func text(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes.count <= 40 else { return nil }
        return bytes[4] == UInt8(ascii: "-") ? rfc3339(bytes) : words(text)
    }

    /// Seconds since 1970 of a time in the form that the functions here give.
    static func seconds(_ text: String) -> Int64? {
        Timestamp(String(text.prefix(19)) + "Z")?.seconds
    }

    /// Whether two times in that form are the same as far as both tell.
    static func agree(_ one: String, _ other: String) -> Bool {
        let (one, other) = (one.dropLast(), other.dropLast())
        return one.hasPrefix(other) || other.hasPrefix(one)
    }

    private static func rfc3339(_ bytes: [UInt8]) -> String? {
        guard let date = civil(bytes[0..<10], "-"), let clock = civil(bytes[11..<19], ":"),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == 0x20,
            let day = days(date[0], date[1], date[2]), clock[0] < 24, clock[1] < 60, clock[2] <= 60
        else { return nil }
        var place = 19
        var fraction: [UInt8] = []
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
            fraction = Array(bytes[(place + 1)...].prefix { isDigit($0) })
            place += 1 + fraction.count
        }
        guard let offset = offset(bytes[place...]) else { return nil }
        let seconds = day * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2] - offset
        let whole = Self.text(seconds: seconds)
        return fraction.isEmpty
            ? whole : whole.dropLast() + "." + String(decoding: fraction, as: UTF8.self) + "Z"
    }

    /// Seconds east of Greenwich. No zone at all is none of the forms.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        if bytes.elementsEqual("Z".utf8) || bytes.elementsEqual("z".utf8) { return 0 }
        guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return nil
        }
        let digits = bytes.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 4, digits.allSatisfy(isDigit) else { return nil }
        let value = Int64(String(decoding: digits, as: UTF8.self)) ?? 0
        let seconds = value / 100 * 3600 + value % 100 * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// `Wed Mar 21 20:50:14 +0000 2006`.
    private static func words(_ text: String) -> String? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, let month = months.firstIndex(of: String(parts[1])),
            let day = Int64(parts[2]),
            let year = Int64(parts[5]), let clock = civil(ArraySlice(parts[3].utf8), ":"),
            let offset = offset(ArraySlice(parts[4].utf8)), let days = days(year, Int64(month) + 1, day)
        else { return nil }
        return Self.text(seconds: days * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2] - offset)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Three numbers between two marks.
    private static func civil(_ bytes: ArraySlice<UInt8>, _ mark: Character) -> [Int64]? {
        let parts = String(decoding: bytes, as: UTF8.self).split(
            separator: mark, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int64($0) }
        return numbers.count == 3 && numbers.allSatisfy { $0 >= 0 } ? numbers : nil
    }

    /// Days since 1970-01-01 of a day in the Gregorian calendar.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
