/// The chunks of a PNG file (PNG 3, section 5.3; C2PA 2.1, section A.2).
enum PNGFile {
    static func read(_ bytes: [UInt8]) -> MediaFacts {
        var facts = MediaFacts(kind: "PNG")
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            let name = String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self)
            let end = place + 12 + length
            guard end <= bytes.count else { break }
            let data = bytes[(place + 8)..<(place + 8 + length)]
            switch name {
            case "IHDR" where length >= 8:
                facts.width = data.prefix(4).reduce(0) { $0 << 8 | Int($1) }
                facts.height = data.dropFirst(4).prefix(4).reduce(0) { $0 << 8 | Int($1) }
            case "eXIf": facts.camera = TIFFReader(data)?.notes
            case "iTXt" where data.starts(with: "XML:com.adobe.xmp".utf8): facts.hasXMP = true
            case "caBX": facts.hasC2PA = C2PAMark.isIn(data)
            default: break
            }
            place = end
        }
        return facts
    }
}
