/// A way to write a container, none of which a sealed bundle has.
public struct ContainerTrick: Sendable {
    public let name: String
    public let apply: @Sendable (inout RawContainer) -> Void
    /// What is found.
    public var codes: Set<String> {
        Self.codes[name] ?? [name.hasPrefix("the name ") ? "zip.name" : "zip.directory"]
    }

    init(_ name: String, _ apply: @escaping @Sendable (inout RawContainer) -> Void) {
        self.name = name
        self.apply = apply
    }

    public static let all: [ContainerTrick] =
        [
            ContainerTrick("a name twice") {
                $0.locals.insert($0.locals[5], at: 6)
                $0.directory.insert($0.directory[5], at: 6)
                $0.refit()
            },
            ContainerTrick("another name in the local header") { $0.locals[5][30] ^= 0x20 },
            ContainerTrick("another size in the local header") { $0.locals[5][22] ^= 1 },
            ContainerTrick("another checksum in the local header") { $0.locals[5][14] ^= 1 },
            ContainerTrick("a file in a local header only") {
                $0.locals.insert($0.locals[5], at: 6)
                $0.directory.insert($0.directory[5], at: 6)
                $0.refit()
                $0.directory.remove(at: 6)
                $0.refitDirectory()
            },
            ContainerTrick("a file in the directory only") {
                $0.directory.append($0.directory[5])
                $0.refit()
            },
            ContainerTrick("bytes before the first file") {
                $0.prefix = Array("MZ self-extractor".utf8)
                $0.refit()
            },
            ContainerTrick("bytes before the first file, offsets as they were") {
                $0.prefix = Array("#!/bin/sh\n".utf8)
            },
            ContainerTrick("bytes after the end record") { $0.suffix = [0] },
            ContainerTrick("a second end record after the first") { $0.suffix = $0.end },
            ContainerTrick("a comment") {
                $0.end[20] = 4
                $0.suffix = Array("text".utf8)
            },
            ContainerTrick("an end record inside a comment") {
                RawContainer.put(22, 2, into: &$0.end, at: 20)
                $0.suffix = $0.end
            },
            ContainerTrick("a gap before the directory") {
                $0.gap = [1, 2, 3]
                $0.refit()
            },
            ContainerTrick("bytes between directory and end record") { $0.beforeEnd = [1, 2, 3] },
            ContainerTrick("a ZIP64 locator that is not needed") {
                $0.beforeEnd = Array("PK\u{6}\u{7}".utf8) + [UInt8](repeating: 0, count: 16)
            },
            ContainerTrick("a ZIP64 end record that is not needed") { $0.beforeEnd = zip64($0) },
            ContainerTrick("a count of 65,535 without a ZIP64 end record") {
                RawContainer.put(0xFFFF, 2, into: &$0.end, at: 10)
            },
            ContainerTrick("an offset of the directory of 0xFFFFFFFF without a ZIP64 end record") {
                RawContainer.put(0xFFFF_FFFF, 4, into: &$0.end, at: 16)
            },
            ContainerTrick("a ZIP64 end record with another directory") {
                let end64 = zip64($0)
                $0.beforeEnd = end64
                RawContainer.put(0xFFFF_FFFF, 4, into: &$0.end, at: 16)
                RawContainer.put(7, 8, into: &$0.beforeEnd, at: 48)
            },
            ContainerTrick("ZIP64 numbers that overflow") {
                $0.beforeEnd = zip64($0)
                RawContainer.put(0xFFFF_FFFF, 4, into: &$0.end, at: 16)
                for place in 24..<56 { $0.beforeEnd[place] = 0xFF }
            },
            ContainerTrick("overlapping files") {
                let first = $0.directory[0]
                RawContainer.put(0, 4, into: &$0.directory[1], at: 42)
                $0.directory[1].replaceSubrange(16..<28, with: first[16..<28])
            },
            ContainerTrick("a size of 0xFFFFFFFF") {
                RawContainer.put(0xFFFF_FFFF, 4, into: &$0.directory[5], at: 24)
            },
            ContainerTrick("a name length beyond the directory") {
                RawContainer.put(0xFFFF, 2, into: &$0.directory[5], at: 28)
            },
            ContainerTrick("an extra field") {
                RawContainer.put(4, 2, into: &$0.directory[5], at: 30)
                $0.directory[5] += [1, 0, 0, 0]
                $0.refit()
            },
            ContainerTrick("a comment of a file") {
                RawContainer.put(1, 2, into: &$0.directory[5], at: 32)
                $0.directory[5].append(0x41)
                $0.refit()
            },
            ContainerTrick("a symbolic link") {
                RawContainer.put(0xA1FF_0000, 4, into: &$0.directory[5], at: 38)
            },
            ContainerTrick("an encrypted file") {
                $0.directory[5][8] = 1
                $0.locals[5][6] = 1
            },
            ContainerTrick("a data descriptor") {
                $0.directory[5][8] = 8
                $0.locals[5][6] = 8
            },
            ContainerTrick("names in UTF-8") {
                $0.directory[5][9] = 8
                $0.locals[5][7] = 8
            },
            ContainerTrick("deflated by name only") {
                $0.directory[5][10] = 8
                $0.locals[5][8] = 8
            },
            ContainerTrick("method 99") {
                $0.directory[5][10] = 99
                $0.locals[5][8] = 99
            },
            ContainerTrick("another disk") { $0.directory[5][34] = 1 },
            ContainerTrick("a date") {
                $0.directory[5][12] = 1
                $0.locals[5][10] = 1
            },
            ContainerTrick("an empty directory") {
                $0.directory = []
                $0.refit()
            },
            ContainerTrick("another bundle behind it") { $0.suffix = $0.bytes },
        ]
        + names.map { name in
            ContainerTrick("the name \(name)") { rename(5, to: Array(name.utf8), in: &$0) }
        }

    /// Names that lead elsewhere, or are read as another's.
    private static let names = [
        "../../etc/passwd", "/etc/passwd", "C:\\x", "evidence\\statement.json", "evidence/", "a/b/c",
        "evidence//x",
        "evidence/..", "./x", "a\u{0}b", "evidence/stätement.json", "Evidence/capture.json",
        String(repeating: "a", count: 256), "",
    ]

    private static func rename(_ place: Int, to name: [UInt8], in container: inout RawContainer) {
        let old = Int(container.locals[place][26])
        container.locals[place].replaceSubrange(30..<30 + old, with: name)
        container.directory[place].replaceSubrange(46..<46 + old, with: name)
        RawContainer.put(name.count, 2, into: &container.locals[place], at: 26)
        RawContainer.put(name.count, 2, into: &container.directory[place], at: 28)
        container.refit()
    }

    /// A ZIP64 end record and its locator with the right numbers.
    private static func zip64(_ container: RawContainer) -> [UInt8] {
        let directoryOffset = container.locals.reduce(0) { $0 + $1.count }
        let size = container.directory.reduce(0) { $0 + $1.count }
        var record = Array("PK\u{6}\u{6}".utf8) + [UInt8](repeating: 0, count: 52)
        RawContainer.put(44, 8, into: &record, at: 4)
        RawContainer.put(0x0314, 2, into: &record, at: 12)
        RawContainer.put(45, 2, into: &record, at: 14)
        RawContainer.put(container.directory.count, 8, into: &record, at: 24)
        RawContainer.put(container.directory.count, 8, into: &record, at: 32)
        RawContainer.put(size, 8, into: &record, at: 40)
        RawContainer.put(directoryOffset, 8, into: &record, at: 48)
        var locator = Array("PK\u{6}\u{7}".utf8) + [UInt8](repeating: 0, count: 16)
        RawContainer.put(directoryOffset + size, 8, into: &locator, at: 8)
        RawContainer.put(1, 4, into: &locator, at: 16)
        return record + locator
    }

    private static let codes: [String: Set<String>] = [
        "a name twice": ["zip.name"],
        "another name in the local header": ["zip.local-header"],
        "another size in the local header": ["zip.local-header"],
        "another checksum in the local header": ["zip.local-header"],
        "a file in a local header only": ["zip.layout"], "a file in the directory only": ["zip.layout"],
        "bytes before the first file": ["zip.layout"], "a gap before the directory": ["zip.layout"],
        "overlapping files": ["zip.layout"], "an empty directory": ["zip.layout"],
        "bytes after the end record": ["zip.end-record"], "a comment": ["zip.end-record"],
        "an end record inside a comment": ["zip.end-record"],
        "a count of 65,535 without a ZIP64 end record": ["zip.end-record"],
        "an offset of the directory of 0xFFFFFFFF without a ZIP64 end record": ["zip.end-record"],
        "ZIP64 numbers that overflow": ["zip.end-record"],
    ]
}
