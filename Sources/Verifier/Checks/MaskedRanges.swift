/// The value of `WARC-Exhibit-Masked` (bundle format, section 4).
enum MaskedRanges {
    /// Every mask is as long, whatever it hides.
    static let maskBytes = 16
    private static let kinds = ["cookie", "set-cookie", "authorization", "proxy-authorization", "log-in"]

    /// The ranges, ascending and without overlap, each inside the block; none without the field.
    static func parse(_ value: String?, blockBytes: Int) throws(RecordForm.Problem) -> [Range<Int>] {
        guard let value else { return [] }
        var ranges: [Range<Int>] = []
        var isFirst = true
        for part in value.split(separator: ",", omittingEmptySubsequences: false) {
            guard isFirst || part.first == " ",
                let range = range(isFirst ? part : part.dropFirst(), after: ranges.last?.upperBound ?? 0),
                range.upperBound <= blockBytes
            else {
                throw RecordForm.Problem(
                    text: "WARC-Exhibit-Masked is not a list of ranges of 16 bytes of the block")
            }
            ranges.append(range)
            isFirst = false
        }
        return ranges
    }

    /// `offset+16 kind`
    private static func range(_ text: Substring, after end: Int) -> Range<Int>? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, kinds.contains(String(words[1])) else { return nil }
        let numbers = words[0].split(separator: "+", omittingEmptySubsequences: false)
        guard numbers.count == 2, let start = RecordForm.number(numbers[0]), start >= end,
            RecordForm.number(numbers[1]) == maskBytes, start < Int.max - maskBytes
        else { return nil }
        return start..<(start + maskBytes)
    }
}
