/// Lower-case hexadecimal text.
public enum Hex {
    /// The bytes as lower-case hexadecimal digits, two for each.
    @inlinable public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.underestimatedCount * 2)
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the digits of `bytes` to a text that is being built.
    @inlinable public static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
    }

    /// The bytes that `text` stands for, or nil unless it is an even number of lower-case hexadecimal digits.
    @inlinable public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let count = text.count
        guard count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count / 2)
        var high: UInt8?
        for character in text {
            guard let value = value(of: character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    /// The bytes that `text` stands for, or nil unless it is an even number of lower-case hexadecimal digits.
    public static func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }

    /// The number that 16 digits stand for, or nil unless they are lower-case hexadecimal digits.
    ///
    /// Without a branch for each digit: digests are most of what is read.
    public static func word(_ digits: UnsafeRawBufferPointer) -> UInt64? {
        guard digits.count == 16 else { return nil }
        var word: UInt64 = 0
        var isValid = true
        for place in 0..<16 {
            let character = unsafe digits[place]
            let number = character &- UInt8(ascii: "0")
            let letter = character &- UInt8(ascii: "a")
            let isNumber = number < 10
            isValid = isValid && (isNumber || letter < 6)
            word = word << 4 | UInt64((isNumber ? number : letter &+ 10) & 15)
        }
        return isValid ? word : nil
    }

    @usableFromInline static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? value + UInt8(ascii: "0") : value - 10 + UInt8(ascii: "a")
    }

    @usableFromInline static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
