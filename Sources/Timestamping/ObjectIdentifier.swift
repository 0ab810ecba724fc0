/// Object identifiers between their dotted form and DER (X.690, section 8.19).
public enum ObjectIdentifier {
    /// The contents of the DER element; nil for what is no identifier, or too long.
    public static func contents(of text: String) -> [UInt8]? {
        let words = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = words.compactMap { word in
            Int(word).flatMap { String($0) == word && $0 >= 0 ? $0 : nil }
        }
        guard numbers.count == words.count, (2...32).contains(numbers.count), numbers[0] <= 2,
            numbers[0] == 2 || numbers[1] < 40, numbers.allSatisfy({ $0 < 1 << 32 })
        else { return nil }
        return ([numbers[0] * 40 + numbers[1]] + numbers[2...]).flatMap { number in
            var groups = [UInt8(number & 0x7F)]
            var rest = number >> 7
            while rest > 0 {
                groups.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
                rest >>= 7
            }
            return groups
        }
    }
}
