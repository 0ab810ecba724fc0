/// The chunks of a WebP file (RFC 9649, section 2.5).
enum WebPFile {
    static func read(_ bytes: [UInt8]) -> MediaFacts {
        var facts = MediaFacts(kind: "WebP")
        var place = 12
        while place + 8 <= bytes.count {
            let name = String(decoding: bytes[place..<(place + 4)], as: UTF8.self)
            let length = bytes[(place + 4)..<(place + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
            guard place + 8 + length <= bytes.count else { break }
            let data = bytes[(place + 8)..<(place + 8 + length)]
            switch name {
            case "VP8X" where length >= 10:
                let sizes = Array(data.dropFirst(4).prefix(6))
                facts.width = 1 + (Int(sizes[0]) | Int(sizes[1]) << 8 | Int(sizes[2]) << 16)
                facts.height = 1 + (Int(sizes[3]) | Int(sizes[4]) << 8 | Int(sizes[5]) << 16)
            case "VP8 " where length >= 10 && facts.width == nil:
                let sizes = Array(data.dropFirst(6).prefix(4))
                facts.width = (Int(sizes[0]) | Int(sizes[1]) << 8) & 0x3FFF
                facts.height = (Int(sizes[2]) | Int(sizes[3]) << 8) & 0x3FFF
            case "EXIF":
                let exif = data.starts(with: "Exif\0\0".utf8) ? data.dropFirst(6) : data
                facts.camera = TIFFReader(exif)?.notes
            case "XMP ": facts.hasXMP = true
            case "C2PA": facts.hasC2PA = true
            default: break
            }
            place += 8 + length + length % 2
        }
        return facts
    }
}
