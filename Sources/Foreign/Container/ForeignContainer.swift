package import Archive
import Bytes
import Verifier

/// A ZIP file of another maker, read by its directory and checked against what readers disagree about: what one of them
/// would show and another not.
package struct ForeignContainer<Source: ByteSource> {
    let source: Source
    package private(set) var entries: [ForeignEntry] = []
    /// Where in `entries` the first of each name is.
    private var places: [String: Int] = [:]
    let size: Int

    private static var mostEntries: Int { 200_000 }
    private static var mostDirectoryBytes: Int { 64 << 20 }

    /// Nil when no directory can be found; the log says what is wrong with one that is there.
    package init?(_ source: Source, log: inout ForeignLog) throws {
        self.source = source
        size = try source.size()
        guard let end = try Self.endRecord(source, size: size, log: &log) else { return nil }
        guard end.count <= Self.mostEntries, end.bytes <= Self.mostDirectoryBytes,
            end.offset + end.bytes <= size
        else {
            Self.fail(
                &log, "foreign.zip-directory",
                "the directory is larger than can be meant, or not where it says")
            return nil
        }
        let directory = try source.read(at: end.offset, count: end.bytes)
        guard let entries = Self.entries(directory, count: end.count, log: &log) else { return nil }
        self.entries = entries
        places = Dictionary(entries.enumerated().map { ($1.name, $0) }) { first, _ in first }
        try checkLocalHeaders(directoryOffset: end.offset, log: &log)
        checkNames(&log)
    }

    private static func fail(_ log: inout ForeignLog, _ code: String, _ text: String, at place: String? = nil)
    {
        log.add(Finding(code, .failure(.malformed), .container, at: place, text))
    }

    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        guard place >= 0, place + count <= bytes.count else { return 0 }
        let value = (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << (8 * $1) }
        return Int(clamping: value)
    }

    private static func endRecord(_ source: Source, size: Int, log: inout ForeignLog) throws -> (
        count: Int, offset: Int, bytes: Int
    )? {
        let tailBytes = min(size, 22 + 65_535)
        let tail = try source.read(at: size - tailBytes, count: tailBytes)
        guard tail.count >= 22,
            let place = (0...(tail.count - 22)).reversed().first(where: {
                tail[$0...].starts(with: [0x50, 0x4B, 5, 6])
            })
        else {
            log.add(
                Finding(
                    "foreign.zip-end", .failure(.damaged), .container,
                    "the file has no end record: its end is missing, as when a transfer breaks"))
            return nil
        }
        let comment = number(tail, place + 20, 2)
        if place + 22 + comment != tail.count {
            fail(&log, "foreign.zip-trailing", "bytes follow the end of the file")
        }
        if comment > 0 {
            log.add(Finding("foreign.zip-comment", .note, .container, "the file has a comment"))
        }
        var (count, bytes, offset) = (
            number(tail, place + 10, 2), number(tail, place + 12, 4), number(tail, place + 16, 4)
        )
        if place >= 20, tail[(place - 20)...].starts(with: [0x50, 0x4B, 6, 7]) {
            let at = number(tail, place - 20 + 8, 8)
            let record = at < size ? try source.read(at: at, count: min(56, size - at)) : []
            guard record.count == 56, record.starts(with: [0x50, 0x4B, 6, 6]),
                at + 12 + number(record, 4, 8) == size - tailBytes + place - 20
            else {
                fail(&log, "foreign.zip-directory", "the ZIP64 end record is not where its locator says")
                return nil
            }
            (count, bytes, offset) = (number(record, 32, 8), number(record, 40, 8), number(record, 48, 8))
        }
        return (count, offset, bytes)
    }

    private static func entries(_ directory: [UInt8], count: Int, log: inout ForeignLog) -> [ForeignEntry]? {
        var entries: [ForeignEntry] = []
        var place = 0
        while place < directory.count {
            guard place + 46 <= directory.count, directory[place...].starts(with: [0x50, 0x4B, 1, 2]) else {
                fail(&log, "foreign.zip-directory", "the directory has something else than entries")
                return nil
            }
            let (nameBytes, extraBytes) = (number(directory, place + 28, 2), number(directory, place + 30, 2))
            let end = place + 46 + nameBytes + extraBytes + number(directory, place + 32, 2)
            guard end <= directory.count else {
                fail(&log, "foreign.zip-directory", "an entry of the directory is cut")
                return nil
            }
            let name = Array(directory[(place + 46)..<(place + 46 + nameBytes)])
            let extra = Array(directory[(place + 46 + nameBytes)..<(place + 46 + nameBytes + extraBytes)])
            var sizes: (bytes: Int, stored: Int, offset: Int) = (
                number(directory, place + 24, 4), number(directory, place + 20, 4),
                number(directory, place + 42, 4)
            )
            readZIP64(extra, &sizes)
            let mode = number(directory, place + 38, 4) >> 16
            let shown = SafeText.escaped(String(decoding: name, as: UTF8.self), limit: 200)
            if mode & 0xF000 == 0xA000 { fail(&log, "foreign.zip-name", "it is a symbolic link", at: shown) }
            entries.append(
                ForeignEntry(
                    name: String(decoding: name, as: UTF8.self), method: number(directory, place + 10, 2),
                    flags: number(directory, place + 8, 2),
                    crc: UInt32(clamping: number(directory, place + 16, 4)),
                    storedBytes: sizes.stored, bytes: sizes.bytes, headerOffset: sizes.offset))
            place = end
        }
        if entries.count != count {
            fail(
                &log, "foreign.zip-directory",
                "the directory has another number of entries than the end record says")
        }
        return entries
    }

    /// Sizes and offset that do not fit 32 bits, in the order of the format (APPNOTE 4.5.3).
    private static func readZIP64(_ extra: [UInt8], _ sizes: inout (bytes: Int, stored: Int, offset: Int)) {
        var place = 0
        while place + 4 <= extra.count {
            let (kind, count) = (number(extra, place, 2), number(extra, place + 2, 2))
            if kind == 1 {
                var field = place + 4
                func next(_ value: inout Int) {
                    guard value == 0xFFFF_FFFF, field + 8 <= place + 4 + count else { return }
                    value = number(extra, field, 8)
                    field += 8
                }
                next(&sizes.bytes)
                next(&sizes.stored)
                next(&sizes.offset)
            }
            place += 4 + count
        }
    }

    private mutating func checkLocalHeaders(directoryOffset: Int, log: inout ForeignLog) throws {
        var hasDescriptor = false
        for index in entries.indices {
            let entry = entries[index]
            let shown = SafeText.escaped(entry.name, limit: 200)
            guard entry.headerOffset + 30 <= directoryOffset else {
                Self.fail(&log, "foreign.zip-local", "the file is not where the directory says", at: shown)
                continue
            }
            let header = try source.read(at: entry.headerOffset, count: 30)
            let (nameBytes, extraBytes) = (Self.number(header, 26, 2), Self.number(header, 28, 2))
            let name = try source.read(at: entry.headerOffset + 30, count: nameBytes)
            let descriptor = entry.flags & 8 != 0
            hasDescriptor = hasDescriptor || descriptor
            let crc = Self.number(header, 14, 4)
            let stored = Self.number(header, 18, 4)
            let bytes = Self.number(header, 22, 4)
            let agrees =
                header.starts(with: [0x50, 0x4B, 3, 4]) && name == Array(entry.name.utf8)
                && Self.number(header, 8, 2) == entry.method && Self.number(header, 6, 2) == entry.flags
                // With a descriptor these three may be left open.
                && (descriptor && crc == 0 || crc == Int(entry.crc))
                && (descriptor && stored == 0 || stored == 0xFFFF_FFFF || stored == entry.storedBytes)
                && (descriptor && bytes == 0 || bytes == 0xFFFF_FFFF || bytes == entry.bytes)
            if !agrees {
                Self.fail(&log, "foreign.zip-local", "its local header differs from the directory", at: shown)
            }
            if entry.flags & 0x2041 != 0 {
                Self.fail(&log, "foreign.zip-encrypted", "it is encrypted", at: shown)
            }
            if entry.method != 0, entry.method != 8 {
                Self.fail(
                    &log, "foreign.zip-method", "it is compressed in a way that is not known", at: shown)
            }
            entries[index].dataOffset = entry.headerOffset + 30 + nameBytes + extraBytes
            if entries[index].dataEnd > directoryOffset || entry.isStored && entry.bytes != entry.storedBytes
            {
                Self.fail(&log, "foreign.zip-local", "its size is not what the directory says", at: shown)
                entries[index].dataOffset = directoryOffset
            }
        }
        if hasDescriptor {
            log.add(
                Finding(
                    "foreign.zip-streamed", .note, .container,
                    "the file was written as a stream, with sizes after the data"))
        }
        try checkTiling(directoryOffset: directoryOffset, log: &log)
    }

    /// Files follow one another: what lies between would be seen by a reader that goes from front to back, and by no other.
    private func checkTiling(directoryOffset: Int, log: inout ForeignLog) throws {
        var end = 0
        for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            if entry.headerOffset < end {
                Self.fail(
                    &log, "foreign.zip-overlap", "two files share bytes",
                    at: SafeText.escaped(entry.name, limit: 200))
                return
            }
            try checkGap(end..<entry.headerOffset, isFirst: end == 0, log: &log)
            // A descriptor is 12 to 24 bytes.
            end = entry.dataEnd
        }
        try checkGap(end..<max(end, directoryOffset), isFirst: false, log: &log)
    }

    private func checkGap(_ gap: Range<Int>, isFirst: Bool, log: inout ForeignLog) throws {
        guard !gap.isEmpty else { return }
        if isFirst { return Self.fail(&log, "foreign.zip-prefix", "bytes stand before the first file") }
        let bytes = try source.read(at: gap.lowerBound, count: min(gap.count, 64))
        let isDescriptor = gap.count <= 24 && (gap.count >= 12)
        let isHidden = bytes.starts(with: [0x50, 0x4B, 3, 4])
        if isHidden || !isDescriptor {
            Self.fail(
                &log, "foreign.zip-hidden",
                "at byte \(gap.lowerBound) there is something that the directory does not list")
        }
    }

    private func checkNames(_ log: inout ForeignLog) {
        var seen: Set<String> = []
        for entry in entries {
            let shown = SafeText.escaped(entry.name, limit: 200)
            if !seen.insert(entry.name.lowercased()).inserted {
                Self.fail(
                    &log, "foreign.zip-duplicate", "two files have this name, but for upper and lower case",
                    at: shown)
            }
            let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
            let isBad =
                entry.name.isEmpty || entry.name.hasPrefix("/") || entry.name.contains("\\")
                || entry.name.contains("\0")
                || parts.contains("..") || parts.contains(".") || parts.dropLast().contains("")
                || entry.name.dropFirst().first == ":"
            if isBad {
                Self.fail(
                    &log, "foreign.zip-name", "the name leads out of the folder it belongs to", at: shown)
            }
        }
    }

    package func entry(_ name: String) -> ForeignEntry? { places[name].map { entries[$0] } }

    /// Hands the contents of a file to `body`, piece by piece; false when they do not inflate, or pass a bound.
    ///
    /// Deflated files are cut at 200 times their size and 1 GiB: no page list or index is more.
    package func read(_ entry: ForeignEntry, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        var place = entry.dataOffset
        let decoder = try entry.isStored ? nil : ContentDecoder(.raw)
        let limit = min(1 << 30, max(1 << 20, entry.storedBytes * 200))
        var total = 0
        while place < entry.dataEnd {
            let piece = try source.read(at: place, count: min(256 << 10, entry.dataEnd - place))
            guard !piece.isEmpty else { return false }
            place += piece.count
            do {
                try unsafe piece.withUnsafeBytes { bytes in
                    guard let decoder else { return try unsafe body(bytes) }
                    _ = try unsafe decoder.append(bytes) { part in
                        total += part.count
                        guard total <= limit else { throw GzipError.size }
                        try unsafe body(part)
                    }
                }
            } catch is GzipError {
                return false
            }
        }
        return decoder?.isComplete ?? true
    }

    /// A whole small file; nil when it is larger, or does not inflate.
    func contents(_ entry: ForeignEntry, maximumBytes: Int) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var isTooLong = false
        let done = try unsafe read(entry) { piece in
            guard bytes.count + piece.count <= maximumBytes else {
                isTooLong = true
                throw GzipError.size
            }
            unsafe bytes += piece
        }
        return done && !isTooLong ? bytes : nil
    }
}
