/// Little-endian numbers inside bytes whose length the caller has checked.
struct FieldReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func uint16(_ place: Int) -> UInt16 { UInt16(number(place, 2)) }
    func uint32(_ place: Int) -> UInt32 { UInt32(number(place, 4)) }
    func uint64(_ place: Int) -> UInt64 { number(place, 8) }

    private func number(_ place: Int, _ count: Int) -> UInt64 {
        guard place + count <= bytes.count else { return 0 }
        return (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * $1) }
    }
}
