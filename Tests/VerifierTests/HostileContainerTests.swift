import Archive
import TestSupport
import Testing
import Verifier

/// ZIP files that different programs read differently (trust profile of the container, bundle format section 2).
@Suite struct HostileContainerTests {
    /// A way to write a container, none of which a sealed bundle has.
    struct Trick: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let apply: @Sendable (inout RawContainer) -> Void

        init(_ name: String, _ apply: @escaping @Sendable (inout RawContainer) -> Void) {
            testDescription = name
            self.apply = apply
        }
    }

    /// A container whose every header byte can be changed; untouched it is the bundle.
    struct RawContainer: Sendable {
        var prefix: [UInt8] = []
        /// Local header with its data.
        var locals: [[UInt8]]
        var directory: [[UInt8]]
        var gap: [UInt8] = []
        var beforeEnd: [UInt8] = []
        var end: [UInt8]
        var suffix: [UInt8] = []

        init(_ container: [UInt8]) throws {
            let reader = try ContainerReader(MemorySource(container))
            locals = reader.entries.map { Array(container[$0.headerOffset..<$0.end]) }
            directory = []
            var place = reader.directoryOffset
            for entry in reader.entries {
                let size = 46 + entry.name.utf8.count
                directory.append(Array(container[place..<place + size]))
                place += size
            }
            end = Array(container[place...])
        }

        var bytes: [UInt8] {
            let local = Array(locals.joined())
            let listed = Array(directory.joined())
            return prefix + local + gap + listed + beforeEnd + end + suffix
        }

        /// Makes offsets, counts and sizes fit again.
        mutating func refit() {
            var offset = prefix.count
            for place in directory.indices {
                Self.put(offset, 4, into: &directory[place], at: 42)
                if place < locals.count { offset += locals[place].count }
            }
            Self.put(directory.count, 2, into: &end, at: 8)
            Self.put(directory.count, 2, into: &end, at: 10)
            Self.put(directory.reduce(0) { $0 + $1.count }, 4, into: &end, at: 12)
            Self.put(prefix.count + locals.reduce(0) { $0 + $1.count } + gap.count, 4, into: &end, at: 16)
        }

        static func put(_ value: Int, _ count: Int, into bytes: inout [UInt8], at place: Int) {
            for index in 0..<count { bytes[place + index] = UInt8(value >> (8 * index) & 255) }
        }
    }

    private func raw() throws -> (RawContainer, Verification) {
        let maker = try SmallBundle()
        var draft = try BundleDraft(maker)
        try draft.add("urn:a", "a")
        draft.countRecords()
        return (try RawContainer(draft.sealed()), Verification(maker))
    }

    @Test func theUntouchedContainerIsIntact() throws {
        var (container, verification) = try raw()
        #expect(try verification.verdict(container.bytes).status == .intact)
        container.refit()
        #expect(try verification.verdict(container.bytes).status == .intact)
    }

    @Test(arguments: tricks)
    func isNotAsSealed(_ trick: Trick) throws {
        var (container, verification) = try raw()
        trick.apply(&container)
        let verdict = try verification.verdict(container.bytes)
        #expect(verdict.status == .notAsSealed, "\(verdict.headline)")
        #expect(verdict.findings.allSatisfy { $0.code.hasPrefix("zip.") || $0.code.hasPrefix("container.") })
    }

    static let tricks: [Trick] =
        [
            Trick("a name twice") {
                $0.locals.insert($0.locals[5], at: 6)
                $0.directory.insert($0.directory[5], at: 6)
                $0.refit()
            },
            Trick("another name in the local header") { $0.locals[5][30] ^= 0x20 },
            Trick("another size in the local header") { $0.locals[5][22] ^= 1 },
            Trick("another checksum in the local header") { $0.locals[5][14] ^= 1 },
            Trick("a file in a local header only") {
                $0.locals.insert($0.locals[5], at: 6)
                $0.directory.insert($0.directory[5], at: 6)
                $0.refit()
                $0.directory.remove(at: 6)
                RawContainer.put($0.directory.count, 2, into: &$0.end, at: 8)
                RawContainer.put($0.directory.count, 2, into: &$0.end, at: 10)
                RawContainer.put($0.directory.reduce(0) { $0 + $1.count }, 4, into: &$0.end, at: 12)
            },
            Trick("a file in the directory only") {
                $0.directory.append($0.directory[5])
                $0.refit()
            },
            Trick("bytes before the first file") {
                $0.prefix = Array("MZ self-extractor".utf8)
                $0.refit()
            },
            Trick("bytes before the first file, offsets as they were") {
                $0.prefix = Array("#!/bin/sh\n".utf8)
            },
            Trick("bytes after the end record") { $0.suffix = [0] },
            Trick("a second end record after the first") { $0.suffix = $0.end },
            Trick("a comment") {
                $0.end[20] = 4
                $0.suffix = Array("text".utf8)
            },
            Trick("an end record inside a comment") {
                RawContainer.put(22, 2, into: &$0.end, at: 20)
                $0.suffix = $0.end
            },
            Trick("a gap before the directory") {
                $0.gap = [1, 2, 3]
                $0.refit()
            },
            Trick("bytes between directory and end record") { $0.beforeEnd = [1, 2, 3] },
            Trick("a ZIP64 locator that is not needed") {
                $0.beforeEnd = Array("PK\u{6}\u{7}".utf8) + [UInt8](repeating: 0, count: 16)
            },
            Trick("a ZIP64 end record that is not needed") { $0.beforeEnd = zip64($0) },
            Trick("a count of 65,535 without a ZIP64 end record") {
                RawContainer.put(0xFFFF, 2, into: &$0.end, at: 10)
            },
            Trick("an offset of the directory of 0xFFFFFFFF without a ZIP64 end record") {
                RawContainer.put(0xFFFF_FFFF, 4, into: &$0.end, at: 16)
            },
            Trick("a ZIP64 end record with another directory") {
                let end64 = zip64($0)
                $0.beforeEnd = end64
                RawContainer.put(0xFFFF_FFFF, 4, into: &$0.end, at: 16)
                RawContainer.put(7, 8, into: &$0.beforeEnd, at: 48)
            },
            Trick("ZIP64 numbers that overflow") {
                $0.beforeEnd = zip64($0)
                RawContainer.put(0xFFFF_FFFF, 4, into: &$0.end, at: 16)
                for place in 24..<56 { $0.beforeEnd[place] = 0xFF }
            },
            Trick("overlapping files") {
                let first = $0.directory[0]
                RawContainer.put(0, 4, into: &$0.directory[1], at: 42)
                $0.directory[1].replaceSubrange(16..<28, with: first[16..<28])
            },
            Trick("a size of 0xFFFFFFFF") {
                RawContainer.put(0xFFFF_FFFF, 4, into: &$0.directory[5], at: 24)
            },
            Trick("a name length beyond the directory") {
                RawContainer.put(0xFFFF, 2, into: &$0.directory[5], at: 28)
            },
            Trick("an extra field") {
                RawContainer.put(4, 2, into: &$0.directory[5], at: 30)
                $0.directory[5] += [1, 0, 0, 0]
                $0.refit()
            },
            Trick("a comment of a file") {
                RawContainer.put(1, 2, into: &$0.directory[5], at: 32)
                $0.directory[5].append(0x41)
                $0.refit()
            },
            Trick("a symbolic link") { RawContainer.put(0xA1FF_0000, 4, into: &$0.directory[5], at: 38) },
            Trick("an encrypted file") {
                $0.directory[5][8] = 1
                $0.locals[5][6] = 1
            },
            Trick("a data descriptor") {
                $0.directory[5][8] = 8
                $0.locals[5][6] = 8
            },
            Trick("names in UTF-8") {
                $0.directory[5][9] = 8
                $0.locals[5][7] = 8
            },
            Trick("deflated by name only") {
                $0.directory[5][10] = 8
                $0.locals[5][8] = 8
            },
            Trick("method 99") {
                $0.directory[5][10] = 99
                $0.locals[5][8] = 99
            },
            Trick("another disk") { $0.directory[5][34] = 1 },
            Trick("a date") {
                $0.directory[5][12] = 1
                $0.locals[5][10] = 1
            },
            Trick("an empty directory") {
                $0.directory = []
                $0.refit()
            },
            Trick("another bundle behind it") { $0.suffix = $0.bytes },
        ]
        + names.map { name in
            Trick("the name \(name)") { rename(5, to: Array(name.utf8), in: &$0) }
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
}
