/// JSON texts with `\ud800` to `\udfff` escapes that are not one of a pair.
enum LoneSurrogates {
    /// The same text with `\ufffd` in place of each.
    static func replaced(in text: [UInt8]) -> [UInt8] {
        var result = text
        var place = 0
        while place < result.count {
            guard result[place] == UInt8(ascii: "\\") else {
                place += 1
                continue
            }
            switch unit(result, at: place) {
            case .some(0xD800..<0xDC00):
                if let second = unit(result, at: place + 6), (0xDC00..<0xE000).contains(second) {
                    place += 12
                } else {
                    replace(&result, at: place)
                    place += 6
                }
            case .some(0xDC00..<0xE000):
                replace(&result, at: place)
                place += 6
            case .some: place += 6
            case nil: place += 2
            }
        }
        return result
    }

    /// The code unit of the escape `\uXXXX` at `place`, or nil when none is there.
    private static func unit(_ text: [UInt8], at place: Int) -> UInt16? {
        guard place + 6 <= text.count, text[place] == UInt8(ascii: "\\"), text[place + 1] == UInt8(ascii: "u")
        else {
            return nil
        }
        return UInt16(String(decoding: text[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16)
    }

    private static func replace(_ text: inout [UInt8], at place: Int) {
        text.replaceSubrange((place + 2)..<(place + 6), with: Array("fffd".utf8))
    }
}
