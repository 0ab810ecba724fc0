/// An instant in UTC, to the nanosecond, from year 0001 to year 9999.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let seconds: Int64
    /// 0 to 999,999,999.
    public let nanoseconds: UInt32

    private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// An instant; one outside the years 0001 to 9999 is moved to the nearest end.
    public init(seconds: Int64, nanoseconds: UInt32 = 0) {
        self.seconds = min(max(seconds, Self.range.lowerBound), Self.range.upperBound)
        self.nanoseconds = min(nanoseconds, 999_999_999)
    }

    /// Reads `2026-11-23T14:32:05Z`, with a fraction of 1 to 9 digits if there is one, and nothing else.
    ///
    /// That is the profile of W3CDTF that WARC 1.1 (section 5.4) asks for. A leap second is refused.
    @inlinable public init?(_ text: some StringProtocol) { self.init(characters: Array(text.utf8)) }

    @usableFromInline init?(characters: [UInt8]) {
        var bytes = characters
        guard bytes.count >= 20, bytes.count <= 30, bytes.popLast() == UInt8(ascii: "Z") else { return nil }
        guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
        else { return nil }
        var fraction: UInt32 = 0
        if bytes.count > 19 {
            guard bytes[19] == UInt8(ascii: "."), bytes.count > 20,
                let digits = Self.number(bytes[20...])
            else { return nil }
            fraction = UInt32(digits)
            for _ in 0..<(29 - bytes.count) { fraction *= 10 }
        }
        guard let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
            year >= 1, (1...12).contains(month), hour < 24, minute < 60, second < 60,
            day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        self.init(seconds: days * 86400 + hour * 3600 + minute * 60 + second, nanoseconds: fraction)
    }

    /// The same instant without its fraction of a second.
    public var wholeSeconds: Timestamp { Timestamp(seconds: seconds) }

    /// As `2026-11-23T14:32:05Z`; the fraction is left out.
    public var text: String {
        let digits = digits
        var text: [UInt8] = []
        text.reserveCapacity(20)
        for (place, digit) in digits.enumerated() {
            switch place {
            case 4, 6: text.append(UInt8(ascii: "-"))
            case 8: text.append(UInt8(ascii: "T"))
            case 10, 12: text.append(UInt8(ascii: ":"))
            default: break
            }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self) + "Z"
    }

    /// As `2026-11-23T14:32:05.123Z`; the fraction is cut after three digits.
    public var textWithMilliseconds: String {
        String(text.dropLast()) + "." + Digits.padded(Int(nanoseconds / 1_000_000), 3) + "Z"
    }

    /// As `20261123143205`, the 14 digits of an index line (CDXJ).
    public var fourteenDigits: String { String(decoding: digits, as: UTF8.self) }

    public static func < (one: Timestamp, other: Timestamp) -> Bool {
        (one.seconds, one.nanoseconds) < (other.seconds, other.nanoseconds)
    }

    /// Year, month, day, hour, minute and second in ASCII.
    private var digits: [UInt8] {
        let (year, month, day, time) = parts
        var digits: [UInt8] = []
        digits.reserveCapacity(14)
        for pair in [year / 100, year % 100, month, day, time / 3600, time / 60 % 60, time % 60] {
            digits.append(UInt8(ascii: "0") + UInt8(pair / 10))
            digits.append(UInt8(ascii: "0") + UInt8(pair % 10))
        }
        return digits
    }

    /// Year, month, day, and seconds since midnight.
    private var parts: (year: Int64, month: Int64, day: Int64, time: Int64) {
        var days = seconds / 86400
        var time = seconds % 86400
        if time < 0 {
            time += 86400
            days -= 1
        }
        // Days are counted from 0000-03-01, so that a leap day is the last of its year.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, time)
    }

    private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
