/// Whether the masked ranges of a block hold nothing but the mask, while the block passes by in pieces.
struct MaskCheck {
    private var rest: ArraySlice<Range<Int>>
    private var place = 0
    /// So far.
    private(set) var holds = true

    init(_ ranges: [Range<Int>]) { rest = ranges[...] }

    mutating func take(_ piece: UnsafeRawBufferPointer) {
        let end = place + piece.count
        while let range = rest.first, range.lowerBound < end {
            let part = max(range.lowerBound, place)..<min(range.upperBound, end)
            for index in part where unsafe piece[index - place] != UInt8(ascii: "*") { holds = false }
            if range.upperBound > end { break }
            rest.removeFirst()
        }
        place = end
    }
}
