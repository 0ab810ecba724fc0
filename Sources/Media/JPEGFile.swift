/// The segments of a JPEG file before its picture (ITU-T T.81, annex B; C2PA 2.1, section A.3).
enum JPEGFile {
    static func read(_ bytes: [UInt8]) -> MediaFacts {
        var facts = MediaFacts(kind: "JPEG")
        var place = 2
        while place + 4 <= bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            if marker == 0xFF {
                place += 1
                continue
            }
            // The picture itself, or the end.
            if marker == 0xDA || marker == 0xD9 { break }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            let end = place + 2 + length
            guard length >= 2, end <= bytes.count else { break }
            let segment = bytes[(place + 4)..<end]
            switch marker {
            case 0xE1 where segment.starts(with: "Exif\0\0".utf8):
                if facts.camera == nil { facts.camera = TIFFReader(segment.dropFirst(6))?.notes }
            case 0xE1 where segment.starts(with: "http://ns.adobe.com/xap/1.0/".utf8): facts.hasXMP = true
            case 0xEB where segment.starts(with: "JP".utf8):
                if C2PAMark.isIn(segment) { facts.hasC2PA = true }
            case 0xC0, 0xC1, 0xC2:
                let numbers = Array(segment.prefix(5))
                if numbers.count == 5 {
                    facts.height = Int(numbers[1]) << 8 | Int(numbers[2])
                    facts.width = Int(numbers[3]) << 8 | Int(numbers[4])
                }
            default: break
            }
            place = end
        }
        return facts
    }
}

/// The label of a store of C2PA manifests (C2PA 2.1, section 11.1.4.2).
enum C2PAMark {
    private static let label = Array("c2pa\0".utf8)

    static func isIn(_ bytes: ArraySlice<UInt8>) -> Bool {
        var place = bytes.startIndex
        while let next = bytes[place...].firstIndex(of: UInt8(ascii: "c")) {
            if bytes[next...].starts(with: label) { return true }
            place = next + 1
        }
        return false
    }
}
