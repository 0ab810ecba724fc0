package import Archive
import Bytes
import Hashing
import Verifier

/// A ZIP file of another maker, read by its directory and checked against what readers disagree about: what one of them
/// would show and another not.
package struct ForeignContainer<Source: ByteSource> {
    let source: Source
    package private(set) var entries: [ForeignEntry] = []
    /// Where in `entries` each name is.
    private var places: [String: Int] = [:]
    let size: Int

    private static var mostEntries: Int { 200_000 }
    private static var mostDirectoryBytes: Int { 64 << 20 }
    private static var descriptorFlag: Int { 8 }

    /// Nil at the first broken rule, which the log has: after it nothing in the file has one meaning
    /// (`docs/formats/foreign.md`).
    package init?(_ source: Source, log: inout ForeignLog) throws {
        self.source = source
        size = try source.size()
        do {
            let end = try Self.endRecord(source, size: size, log: &log)
            entries = try Self.entries(
                try source.read(at: end.offset, count: end.bytes), count: end.count)
            try checkLocalHeaders(directoryOffset: end.offset)
            try checkTiling(directoryOffset: end.offset)
            try checkNames()
        } catch let refusal as Refusal {
            log.add(
                Finding(
                    refusal.code, .failure(refusal.kind), .container,
                    at: refusal.name.map { SafeText.escaped($0, limit: 200) }, refusal.text))
            return nil
        }
        places = Dictionary(entries.enumerated().map { ($1.name, $0) }) { first, _ in first }
        if entries.contains(where: { $0.flags & Self.descriptorFlag != 0 }) {
            log.add(
                Finding(
                    "foreign.zip-streamed", .note, .container,
                    "the file was written as a stream, with sizes after the data"))
        }
    }

    /// The first broken rule.
    private struct Refusal: Error {
        let code: String
        let text: String
        var kind = Finding.Kind.malformed
        var name: String?
    }

    private static func refused(_ code: String, _ text: String, _ entry: ForeignEntry? = nil) -> Refusal {
        Refusal(code: code, text: text, name: entry?.name)
    }

    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        guard place >= 0, place + count <= bytes.count else { return 0 }
        let value = (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << (8 * $1) }
        return Int(clamping: value)
    }

    /// Where the directory is: right before the end record, or before the ZIP64 records.
    private static func endRecord(_ source: Source, size: Int, log: inout ForeignLog) throws -> (
        count: Int, offset: Int, bytes: Int
    ) {
        let tailBytes = min(size, 22 + 65_535)
        let tail = try source.read(at: size - tailBytes, count: tailBytes)
        guard tail.count >= 22,
            let place = (0...(tail.count - 22)).reversed().first(where: {
                tail[$0...].starts(with: [0x50, 0x4B, 5, 6])
            })
        else {
            throw Refusal(
                code: "foreign.zip-end",
                text: "the file has no end record: its end is missing, as when a transfer breaks",
                kind: .damaged)
        }
        let comment = number(tail, place + 20, 2)
        guard place + 22 + comment == tail.count else {
            throw refused("foreign.zip-trailing", "bytes follow the end of the file")
        }
        if comment > 0 {
            log.add(Finding("foreign.zip-comment", .note, .container, "the file has a comment"))
        }
        var (count, bytes, offset) = (
            number(tail, place + 10, 2), number(tail, place + 12, 4), number(tail, place + 16, 4)
        )
        var end = size - tailBytes + place
        if place >= 20, tail[(place - 20)...].starts(with: [0x50, 0x4B, 6, 7]) {
            let at = number(tail, place - 20 + 8, 8)
            let record = at < size ? try source.read(at: at, count: min(56, size - at)) : []
            guard record.count == 56, record.starts(with: [0x50, 0x4B, 6, 6]),
                at + 56 == end - 20, number(record, 4, 8) == 44
            else {
                throw refused("foreign.zip-directory", "the ZIP64 end record is not where its locator says")
            }
            (count, bytes, offset) = (number(record, 32, 8), number(record, 40, 8), number(record, 48, 8))
            end = at
        }
        guard count <= mostEntries, bytes <= mostDirectoryBytes, offset <= end, offset + bytes == end else {
            throw refused(
                "foreign.zip-directory", "the directory is larger than can be meant, or not where it says")
        }
        return (count, offset, bytes)
    }

    private static func entries(_ directory: [UInt8], count: Int) throws -> [ForeignEntry] {
        var entries: [ForeignEntry] = []
        var place = 0
        while place < directory.count {
            guard place + 46 <= directory.count, directory[place...].starts(with: [0x50, 0x4B, 1, 2]) else {
                throw refused("foreign.zip-directory", "the directory has something else than entries")
            }
            let (nameBytes, extraBytes) = (number(directory, place + 28, 2), number(directory, place + 30, 2))
            let end = place + 46 + nameBytes + extraBytes + number(directory, place + 32, 2)
            guard end <= directory.count else {
                throw refused("foreign.zip-directory", "an entry of the directory is cut")
            }
            let extra = Array(directory[(place + 46 + nameBytes)..<(place + 46 + nameBytes + extraBytes)])
            var sizes: (bytes: Int, stored: Int, offset: Int) = (
                number(directory, place + 24, 4), number(directory, place + 20, 4),
                number(directory, place + 42, 4)
            )
            readZIP64(extra, &sizes)
            entries.append(
                ForeignEntry(
                    rawName: Array(directory[(place + 46)..<(place + 46 + nameBytes)]),
                    method: number(directory, place + 10, 2), flags: number(directory, place + 8, 2),
                    isLink: number(directory, place + 40, 2) & 0xF000 == 0xA000,
                    crc: UInt32(clamping: number(directory, place + 16, 4)),
                    storedBytes: sizes.stored, bytes: sizes.bytes, headerOffset: sizes.offset))
            place = end
        }
        guard entries.count == count else {
            throw refused(
                "foreign.zip-directory",
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

    private func checkNames() throws {
        var seen: Set<String> = []
        for entry in entries {
            guard !entry.isLink else {
                throw Self.refused("foreign.zip-name", "it is a symbolic link", entry)
            }
            guard Self.staysInside(entry.rawName) else {
                throw Self.refused(
                    "foreign.zip-name", "the name is no UTF-8, or leads out of the folder it belongs to",
                    entry)
            }
            guard seen.insert(entry.name.lowercased()).inserted else {
                throw Self.refused(
                    "foreign.zip-duplicate", "two files have this name, but for upper and lower case", entry)
            }
        }
    }

    private static func staysInside(_ name: [UInt8]) -> Bool {
        let parts = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)
        let isDrive =
            name.count > 1 && name[1] == UInt8(ascii: ":")
            && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(name[0] | 0x20)
        return String(validating: name, as: UTF8.self) != nil && !name.isEmpty && !isDrive
            && !name.contains(0) && !name.contains(UInt8(ascii: "\\"))
            && !parts.contains([0x2E]) && !parts.contains([0x2E, 0x2E]) && !parts.dropLast().contains([])
    }

    private mutating func checkLocalHeaders(directoryOffset: Int) throws {
        for index in entries.indices {
            let entry = entries[index]
            guard entry.flags & 0x2041 == 0 else {
                throw Self.refused("foreign.zip-encrypted", "it is encrypted", entry)
            }
            guard entry.method == 0 || entry.method == 8 else {
                throw Self.refused("foreign.zip-method", "it is compressed in a way that is not known", entry)
            }
            guard entry.headerOffset <= directoryOffset - 30 else {
                throw Self.refused("foreign.zip-local", "the file is not where the directory says", entry)
            }
            let header = try source.read(at: entry.headerOffset, count: 30)
            let (nameBytes, extraBytes) = (Self.number(header, 26, 2), Self.number(header, 28, 2))
            let name = try source.read(at: entry.headerOffset + 30, count: nameBytes)
            let descriptor = entry.flags & Self.descriptorFlag != 0
            let crc = Self.number(header, 14, 4)
            let stored = Self.number(header, 18, 4)
            let bytes = Self.number(header, 22, 4)
            guard
                header.starts(with: [0x50, 0x4B, 3, 4]), name == entry.rawName,
                Self.number(header, 8, 2) == entry.method, Self.number(header, 6, 2) == entry.flags,
                // With a descriptor these three may be left open.
                descriptor && crc == 0 || crc == Int(entry.crc),
                descriptor && stored == 0 || stored == 0xFFFF_FFFF || stored == entry.storedBytes,
                descriptor && bytes == 0 || bytes == 0xFFFF_FFFF || bytes == entry.bytes
            else {
                throw Self.refused("foreign.zip-local", "its local header differs from the directory", entry)
            }
            entries[index].dataOffset = entry.headerOffset + 30 + nameBytes + extraBytes
            guard entry.storedBytes <= directoryOffset - entries[index].dataOffset,
                !entry.isStored || entry.bytes == entry.storedBytes
            else { throw Self.refused("foreign.zip-local", "its size is not what the directory says", entry) }
        }
    }

    /// Files follow one another: what lies between would be seen by a reader that goes from front to back, and by no other.
    private func checkTiling(directoryOffset: Int) throws {
        var end = 0
        var before: ForeignEntry?
        for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            guard entry.headerOffset >= end else {
                throw Self.refused("foreign.zip-overlap", "two files share bytes", entry)
            }
            try checkGap(end..<entry.headerOffset, after: before)
            end = entry.dataEnd
            before = entry
        }
        try checkGap(end..<directoryOffset, after: before)
    }

    private func checkGap(_ gap: Range<Int>, after entry: ForeignEntry?) throws {
        guard !gap.isEmpty else { return }
        guard let entry else { throw Self.refused("foreign.zip-prefix", "bytes stand before the first file") }
        // A descriptor: checksum and two sizes of four or eight bytes, with a mark or without.
        guard entry.flags & Self.descriptorFlag != 0, [12, 16, 20, 24].contains(gap.count),
            try source.read(at: gap.lowerBound, count: 4) != [0x50, 0x4B, 3, 4]
        else {
            throw Self.refused(
                "foreign.zip-hidden",
                "at byte \(gap.lowerBound) there is something that the directory does not list")
        }
    }

    /// Digest and length of each file by its name; nil when the checksum of one is another, or it does not inflate: the log has
    /// which.
    func sums(_ log: inout ForeignLog) throws -> [String: (digest: SHA256Digest, bytes: Int)]? {
        var sums: [String: (digest: SHA256Digest, bytes: Int)] = [:]
        for entry in entries where !entry.isFolder {
            var digest = try RunningDigest.sha256()
            var crc = CRC32()
            var bytes = 0
            let isWhole = try unsafe read(entry) { piece in
                try unsafe digest.update(piece)
                unsafe crc.update(piece)
                bytes += piece.count
            }
            let value = try digest.finalize()
            if isWhole, bytes == entry.bytes, crc.value == entry.crc {
                sums[entry.name] = (value, bytes)
            } else {
                log.add(
                    Finding(
                        "foreign.checksum", .failure(.altered), .completeness,
                        at: SafeText.escaped(entry.name, limit: 200),
                        "its checksum or size is not the one in the ZIP file"))
            }
        }
        return log.hasFailure ? nil : sums
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
