/// The directories of TIFF that EXIF is kept in (EXIF 2.32, section 4.6; TIFF 6.0, section 2), bounded.
struct TIFFReader {
    private let bytes: ArraySlice<UInt8>
    private let isLittle: Bool
    private static let mostEntries = 512

    /// Nil for what does not begin as TIFF.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= 8 else { return nil }
        switch Array(bytes.prefix(4)) {
        case [0x49, 0x49, 42, 0]: isLittle = true
        case [0x4D, 0x4D, 0, 42]: isLittle = false
        default: return nil
        }
        self.bytes = bytes
    }

    /// What the camera noted; nil for nothing.
    var notes: CameraNotes? {
        var notes = CameraNotes()
        guard let first = number(at: 4, bytes: 4) else { return nil }
        let main = directory(at: first)
        notes.make = text(main[0x10F])
        notes.model = text(main[0x110])
        notes.software = text(main[0x131])
        notes.orientation = main[0x112].flatMap { value($0) }
        notes.taken = text(main[0x132])
        if let place = main[0x8769].flatMap({ value($0) }) {
            let more = directory(at: place)
            notes.taken = text(more[0x9003]) ?? notes.taken
            notes.offset = text(more[0x9011]) ?? text(more[0x9010])
        }
        if let place = main[0x8825].flatMap({ value($0) }) {
            let more = directory(at: place)
            notes.latitude = degrees(more[2], negative: text(more[1]) == "S")
            notes.longitude = degrees(more[4], negative: text(more[3]) == "W")
        }
        return notes.isEmpty ? nil : notes
    }

    private struct Entry {
        let type: Int
        let count: Int
        /// Of the value, or of the offset to it.
        let place: Int
    }

    private func number(at place: Int, bytes count: Int) -> Int? {
        guard place >= 0, count <= 4, place <= bytes.count - count else { return nil }
        let start = bytes.startIndex + place
        let part = bytes[start..<(start + count)]
        return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
    }

    private func directory(at place: Int) -> [Int: Entry] {
        guard let count = number(at: place, bytes: 2), count <= Self.mostEntries else { return [:] }
        var entries: [Int: Entry] = [:]
        for index in 0..<count {
            let start = place + 2 + 12 * index
            guard let tag = number(at: start, bytes: 2), let type = number(at: start + 2, bytes: 2),
                let length = number(at: start + 4, bytes: 4)
            else { break }
            if entries[tag] == nil { entries[tag] = Entry(type: type, count: length, place: start + 8) }
        }
        return entries
    }

    /// A whole number of one part.
    private func value(_ entry: Entry) -> Int? {
        entry.type == 3
            ? number(at: entry.place, bytes: 2) : entry.type == 4 ? number(at: entry.place, bytes: 4) : nil
    }

    private func text(_ entry: Entry?) -> String? {
        guard let entry, entry.type == 2, (1...1000).contains(entry.count) else { return nil }
        guard let place = entry.count <= 4 ? entry.place : number(at: entry.place, bytes: 4),
            place <= bytes.count - entry.count
        else { return nil }
        let start = bytes.startIndex + place
        let text = String(decoding: bytes[start..<(start + entry.count)].prefix { $0 != 0 }, as: UTF8.self)
        let words = text.split(separator: " ").joined(separator: " ")
        return words.isEmpty ? nil : words
    }

    /// Degrees, minutes and seconds as fractions.
    private func degrees(_ entry: Entry?, negative: Bool) -> Double? {
        guard let entry, entry.type == 5, entry.count == 3, let place = number(at: entry.place, bytes: 4)
        else {
            return nil
        }
        var value = 0.0
        for (index, scale) in [1.0, 60.0, 3600.0].enumerated() {
            guard let top = number(at: place + 8 * index, bytes: 4),
                let bottom = number(at: place + 8 * index + 4, bytes: 4), bottom > 0
            else { return nil }
            value += Double(top) / Double(bottom) / scale
        }
        return value <= 180 ? (negative ? -value : value) : nil
    }
}
