import Archive

/// Both ways to open a gzip member agree.
enum GzipProperty {
    private static let maximumContents = 1 << 20

    static func problem(with input: [UInt8]) -> String? {
        let whole = unsafe input.withUnsafeBytes { bytes -> [UInt8]? in
            guard let size = unsafe MemberDecompressor.statedSize(bytes), size <= maximumContents else {
                return nil
            }
            return try? unsafe MemberDecompressor().open(bytes) { unsafe Array($0) }
        }
        let (pieces, isWhole) = streamed(input)
        switch (whole, pieces) {
        case (let whole?, let pieces?) where isWhole: return whole == pieces ? nil : "the contents differ"
        case (.some, _): return "a stream refuses what the whole allows"
        default: return nil
        }
    }

    /// The contents, read in pieces of seven bytes; and whether the member fills the input.
    private static func streamed(_ input: [UInt8]) -> (contents: [UInt8]?, isWhole: Bool) {
        struct TooLong: Error {}
        var contents: [UInt8] = []
        var place = 0
        do {
            let decompressor = try StreamDecompressor(bufferBytes: 64)
            while place < input.count, !decompressor.isComplete {
                let piece = Array(input[place..<min(place + 7, input.count)])
                place += try unsafe piece.withUnsafeBytes { bytes in
                    try unsafe decompressor.append(bytes) { part in
                        guard contents.count + part.count <= maximumContents else { throw TooLong() }
                        unsafe contents += part
                    }
                }
            }
            return decompressor.isComplete ? (contents, place == input.count) : (nil, false)
        } catch {
            return (nil, false)
        }
    }
}
