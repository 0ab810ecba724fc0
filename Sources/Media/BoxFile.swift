/// The outermost boxes of a file of the ISO base media format (ISO/IEC 14496-12, section 4.2; C2PA 2.1, section A.5).
enum BoxFile {
    private static let proof: [UInt8] = [
        0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81,
    ]

    static func read(_ bytes: [UInt8], kind: String) -> MediaFacts {
        var facts = MediaFacts(kind: kind)
        var place = 0
        while place + 8 <= bytes.count {
            var length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            let name = String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self)
            var head = 8
            if length == 1, place + 16 <= bytes.count {
                length = bytes[(place + 8)..<(place + 16)].reduce(0) { $0 &<< 8 | Int($1) }
                head = 16
            }
            if name == "uuid", place + head + 16 <= bytes.count,
                bytes[(place + head)..<(place + head + 16)].elementsEqual(proof)
            {
                facts.hasC2PA = true
            }
            guard length >= head, length <= bytes.count - place else { break }
            place += length
        }
        return facts
    }
}
