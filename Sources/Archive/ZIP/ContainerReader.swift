import Bytes

/// Reads the directory of a container in the strict profile: every header byte is recreated and compared.
public struct ContainerReader: Sendable {
    /// The entries, in file order, which is directory order.
    public let entries: [ContainerEntry]
    /// Where the directory begins.
    public let directoryOffset: Int

    /// The longest directory of 60,000 entries with end records.
    private static let maximumDirectoryBytes = 60_000 * (46 + 255 + 12) + 98

    /// Reads `source`, whose entries' data are not looked at; their names are those of bundles unless said otherwise.
    public init(_ source: some ByteSource, naming isName: (String) -> Bool = ContainerName.isAllowed) throws {
        let size = try source.size()
        guard size >= ContainerLayout.endRecordBytes else {
            throw ContainerError(.truncated, at: size, "the file is too short to be whole")
        }
        let start = try source.read(at: 0, count: 4)
        let beginsAsOurs = start == [0x50, 0x4B, 0x03, 0x04]
        let end = FieldReader(
            try source.read(at: size - ContainerLayout.endRecordBytes, count: ContainerLayout.endRecordBytes))
        guard end.uint32(0) == ContainerLayout.endSignature, end.uint16(20) == 0 else {
            guard beginsAsOurs else {
                throw ContainerError(.notAContainer, at: 0, "the file is no ZIP file of the format")
            }
            if let place = try Self.earlierEnd(source, size: size) {
                throw ContainerError(.endRecord, at: place, "bytes follow the end record, or are part of it")
            }
            throw ContainerError(.truncated, at: size, "the file has no end record at its end")
        }
        var count = Int(end.uint16(10))
        var offset = Int(end.uint32(16))
        if count == 0xFFFF || offset == 0xFFFF_FFFF || end.uint32(12) == 0xFFFF_FFFF {
            let place =
                size - ContainerLayout.endRecordBytes - ContainerLayout.locator64Bytes
                - ContainerLayout.endRecord64Bytes
            guard place >= 0 else {
                throw ContainerError(.endRecord, at: 0, "the ZIP64 end record is missing")
            }
            let end64 = FieldReader(try source.read(at: place, count: ContainerLayout.endRecord64Bytes))
            guard end64.uint32(0) == ContainerLayout.end64Signature,
                end64.uint64(24) <= UInt64(ContainerLayout.maximumEntries),
                end64.uint64(48) <= UInt64(size)
            else { throw ContainerError(.endRecord, at: place, "the ZIP64 end record is wrong") }
            count = Int(end64.uint64(24))
            offset = Int(end64.uint64(48))
        }
        guard count <= ContainerLayout.maximumEntries, offset <= size,
            size - offset <= Self.maximumDirectoryBytes
        else {
            throw ContainerError(
                .endRecord, at: size - ContainerLayout.endRecordBytes,
                "the directory cannot be where the end record says")
        }
        let directory = try source.read(at: offset, count: size - offset)
        let entries = try Self.parse(directory, count: count, at: offset, isName)
        let recreated = ContainerLayout.directory(entries, at: offset)
        guard recreated == directory else {
            let place =
                zip(recreated, directory).enumerated().first { $1.0 != $1.1 }?.offset
                ?? min(recreated.count, directory.count)
            throw ContainerError(
                .directory, at: offset + place, "the directory has another byte than the format asks for")
        }
        try Self.checkLayout(entries, directoryOffset: offset)
        for entry in entries {
            let header = ContainerLayout.localHeader(entry)
            guard try source.read(at: entry.headerOffset, count: header.count) == header else {
                throw ContainerError(
                    .localHeader, at: entry.headerOffset,
                    "the header of \(entry.name) differs from the directory")
            }
        }
        self.entries = entries
        directoryOffset = offset
    }

    /// Where an end record stands that a directory leads up to, although it is not the end of the file.
    private static func earlierEnd(_ source: some ByteSource, size: Int) throws -> Int? {
        let tail = try source.read(at: max(0, size - 65_557), count: min(size, 65_557))
        let base = size - tail.count
        let signature = Array("PK\u{5}\u{6}".utf8)
        for place in tail.indices.dropLast(ContainerLayout.endRecordBytes - 1)
        where tail[place] == 0x50 && tail[place...].starts(with: signature) {
            let end = FieldReader(Array(tail[place..<place + ContainerLayout.endRecordBytes]))
            if Int(end.uint32(16)) + Int(end.uint32(12)) == base + place { return base + place }
        }
        return nil
    }

    private static func parse(
        _ directory: [UInt8], count: Int, at offset: Int, _ isName: (String) -> Bool
    ) throws -> [ContainerEntry] {
        var entries: [ContainerEntry] = []
        entries.reserveCapacity(count)
        let fields = FieldReader(directory)
        var place = 0
        for _ in 0..<count {
            guard directory.count - place >= ContainerLayout.directoryEntryBytes,
                fields.uint32(place) == ContainerLayout.directorySignature
            else {
                throw ContainerError(
                    .directory, at: offset + place, "the directory has fewer entries than the end record says"
                )
            }
            let nameBytes = Int(fields.uint16(place + 28))
            let extraBytes = Int(fields.uint16(place + 30))
            let nameStart = place + ContainerLayout.directoryEntryBytes
            guard directory.count - nameStart >= nameBytes + extraBytes else {
                throw ContainerError(
                    .directory, at: offset + place, "an entry of the directory goes past its end")
            }
            let name = String(decoding: directory[nameStart..<nameStart + nameBytes], as: UTF8.self)
            guard isName(name) else {
                throw ContainerError(
                    .name, at: offset + nameStart,
                    "the name \(SafeText.escaped(name, limit: 80)) is not allowed")
            }
            var headerOffset = Int(fields.uint32(place + 42))
            if headerOffset == 0xFFFF_FFFF, extraBytes == 12 {
                guard let wide = Int(exactly: fields.uint64(nameStart + nameBytes + 4)) else {
                    throw ContainerError(.directory, at: offset + place, "an offset is too large")
                }
                headerOffset = wide
            }
            entries.append(
                ContainerEntry(
                    name: name, crc: fields.uint32(place + 16), bytes: Int(fields.uint32(place + 24)),
                    headerOffset: headerOffset))
            place = nameStart + nameBytes + extraBytes
        }
        return entries
    }

    /// Entries tile the file up to the directory, and no two names are equal when case is ignored.
    private static func checkLayout(_ entries: [ContainerEntry], directoryOffset: Int) throws {
        var place = 0
        var names: Set<String> = []
        for entry in entries {
            guard entry.bytes < ContainerLayout.maximumEntryBytes else {
                throw ContainerError(
                    .tooLarge, at: entry.headerOffset, "\(entry.name) is too large for the format")
            }
            guard entry.headerOffset == place, directoryOffset - place >= entry.end - entry.headerOffset
            else {
                throw ContainerError(
                    .layout, at: place, "\(entry.name) does not begin where the file before it ends")
            }
            guard names.insert(entry.name.lowercased()).inserted else {
                throw ContainerError(.name, at: entry.headerOffset, "two files are called \(entry.name)")
            }
            place = entry.end
        }
        guard place == directoryOffset else {
            throw ContainerError(
                .layout, at: place, "there are bytes between the last file and the directory")
        }
    }
}
