/// Text of a file that somebody's spreadsheet wrote.
public enum TextEncoding {
    /// The text, and the name of the encoding that it was taken for: by its byte order mark, as UTF-8 where it is valid, and else
    /// as Windows-1252, in which every byte stands for something.
    public static func decode(_ bytes: [UInt8]) -> (text: String, name: String) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return (String(decoding: bytes.dropFirst(3), as: UTF8.self), "UTF-8")
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return (utf16(bytes.dropFirst(2), isLittle: true), "UTF-16") }
        if bytes.starts(with: [0xFE, 0xFF]) { return (utf16(bytes.dropFirst(2), isLittle: false), "UTF-16") }
        if let text = String(validating: bytes, as: UTF8.self) { return (text, "UTF-8") }
        return (String(String.UnicodeScalarView(bytes.map(windows1252))), "Windows-1252")
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var place = bytes.startIndex
        while place + 1 < bytes.endIndex {
            let (one, two) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            units.append(isLittle ? two << 8 | one : one << 8 | two)
            place += 2
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// The 32 places where Windows-1252 is not Latin-1 (WHATWG Encoding, index windows-1252).
    private static let high: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152,
        0x8D,
        0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161,
        0x203A,
        0x153, 0x9D, 0x17E, 0x178,
    ]

    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80..<0xA0).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(high[Int(byte) - 0x80]) ?? "\u{FFFD}"
    }
}
