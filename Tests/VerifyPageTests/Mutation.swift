/// A file with one change that was chosen at random.
struct Mutation {
    /// A row of numbers that is the same every time.
    struct Numbers {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        /// A number below `limit`.
        mutating func next(_ limit: Int) -> Int {
            // SplitMix64.
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((value ^ (value >> 31)) % UInt64(max(limit, 1)))
        }
    }

    let bytes: [UInt8]
    let about: String

    init(of original: [UInt8], _ numbers: inout Numbers) {
        var bytes = original
        let place = numbers.next(bytes.count)
        switch numbers.next(8) {
        case 0:
            bytes[place] = UInt8(numbers.next(256))
            about = "byte \(place) is \(bytes[place])"
        case 1:
            bytes.removeSubrange(
                (numbers.next(2) == 0 ? place : max(0, bytes.count - 1 - numbers.next(200)))...)
            about = "\(bytes.count) bytes are left"
        case 2:
            let count = 1 + numbers.next(40)
            bytes.removeSubrange(place..<min(bytes.count, place + count))
            about = "\(count) bytes at \(place) are gone"
        case 3:
            let more = (0...numbers.next(8)).map { _ in UInt8(numbers.next(256)) }
            bytes.insert(contentsOf: more, at: place)
            about = "\(more.count) bytes more at \(place)"
        case 4:
            let from = numbers.next(bytes.count)
            let piece = bytes[from..<min(from + 32, bytes.count)]
            for (offset, byte) in piece.enumerated() where place + offset < bytes.count {
                bytes[place + offset] = byte
            }
            about = "bytes of \(from) stand at \(place)"
        default:
            bytes[place] ^= 1 << numbers.next(8)
            about = "a bit of byte \(place)"
        }
        self.bytes = bytes
    }
}
