import Bytes
import Hashing
import TestSupport
import Testing
import Verifier

/// Whole files and records removed, doubled, moved and swapped; the container is well formed each time.
@Suite struct EntryTamperTests {
    private let verification: Verification
    private let bundle: ContainerParts
    /// Another bundle of the same officer, with files and records of the same kinds.
    private let other: ContainerParts

    init() throws {
        let maker = try SmallBundle()
        verification = Verification(maker)
        bundle = try Self.bundle(maker, "Guten Tag")
        other = try Self.bundle(maker, "Guten Abend")
    }

    private static func bundle(_ maker: SmallBundle, _ text: String) throws -> ContainerParts {
        var draft = try BundleDraft(maker)
        try draft.addExchange("https://example.org/", isPage: true)
        try draft.add("urn:text:https://example.org/", type: "text/plain; charset=utf-8", text)
        draft.files["evidence/note.json"] = Array(
            #"{"format":"exhibit-note/1","stated":{"text":"\#(text)"}}"#.utf8)
        draft.files["evidence/ext-foreign-file"] = Array(text.utf8)
        draft.countRecords()
        return try draft.parts()
    }

    private func expectFound(_ parts: ContainerParts, _ what: String) throws {
        let verdict = try verification.verdict(parts.container)
        #expect(verdict.status == .notAsSealed, "\(what): \(verdict.headline)")
    }

    @Test func unchangedPartsAreIntact() throws {
        for parts in [bundle, other] {
            let verdict = try verification.verdict(parts.container)
            #expect(verdict.status == .intact, "\(verdict.findings)")
        }
    }

    @Test func everyFileRemovedIsFound() throws {
        for file in bundle.files {
            var parts = bundle
            parts[file.name] = nil
            try expectFound(parts, "\(file.name) removed")
        }
    }

    @Test func everyFileAddedAgainIsFound() throws {
        for file in bundle.files {
            for place in 0...bundle.files.count {
                var parts = bundle
                parts.files.insert(file, at: place)
                try expectFound(parts, "\(file.name) again at \(place)")
            }
        }
    }

    @Test func everyFileMovedIsFound() throws {
        for from in bundle.files.indices {
            for to in bundle.files.indices where to != from {
                var parts = bundle
                parts.files.insert(parts.files.remove(at: from), at: to)
                try expectFound(parts, "\(bundle.files[from].name) moved to \(to)")
            }
        }
    }

    @Test func everyFileOfAnotherBundleIsFound() throws {
        for file in bundle.files {
            guard let foreign = other[file.name], foreign != file.bytes else { continue }
            var parts = bundle
            parts[file.name] = foreign
            try expectFound(parts, "\(file.name) of the other bundle")
        }
    }

    @Test func everyPairOfFilesOfAnotherBundleIsFound() throws {
        for (place, one) in bundle.files.enumerated() {
            for two in bundle.files[(place + 1)...] {
                var parts = bundle
                parts[one.name] = other[one.name]
                parts[two.name] = other[two.name]
                guard parts.container != bundle.container else { continue }
                try expectFound(parts, "\(one.name) and \(two.name) of the other bundle")
            }
        }
    }

    @Test func everyFileEmptiedOrLongerIsFound() throws {
        for file in bundle.files {
            for bytes in [[], file.bytes + [0x0A], Array(file.bytes.dropLast())] {
                var parts = bundle
                parts[file.name] = bytes
                try expectFound(parts, "\(file.name) with \(bytes.count) bytes")
            }
        }
    }

    @Test(arguments: [
        "evidence/another.json", "other.txt", "archive/data-0002.warc.gz", "archive/data-0003.warc.gz",
        "evidence/timestamp-01.tst", "evidence/ext-a-b", "evidence/ext-", "pages/extraPages.jsonl",
        "evidence/original-statement.json",
    ])
    func everyFileThatWasNotThereIsFound(name: String) throws {
        for place in 0...bundle.files.count {
            var parts = bundle
            parts.files.insert((name, Array("x".utf8)), at: place)
            try expectFound(parts, "\(name) at \(place)")
        }
    }

    /// What an attacker without a key can make anew: everything but the signatures.
    @Test func everyRecordOfAnotherBundleIsFound() throws {
        let ours = try Members(bundle)
        let theirs = try Members(other)
        for place in ours.members.indices where ours.members[place] != theirs.members[place] {
            for takesLine in [false, true] {
                var changed = ours
                changed.members[place] = theirs.members[place]
                if takesLine { changed.lines[place] = theirs.lines[place] }
                try expectFound(changed.parts(of: bundle), "record \(place), line too: \(takesLine)")
            }
        }
    }

    @Test func everyRecordRemovedOrMovedIsFound() throws {
        let members = try Members(bundle)
        for place in members.members.indices {
            var removed = members
            removed.members.remove(at: place)
            removed.lines.remove(at: place)
            try expectFound(removed.parts(of: bundle), "record \(place) removed")
            var doubled = members
            doubled.members.insert(members.members[place], at: place)
            doubled.lines.insert(members.lines[place], at: place)
            try expectFound(doubled.parts(of: bundle), "record \(place) doubled")
            for other in members.members.indices.dropFirst(place + 1) {
                var swapped = members
                swapped.members.swapAt(place, other)
                swapped.lines.swapAt(place, other)
                try expectFound(swapped.parts(of: bundle), "records \(place) and \(other) swapped")
            }
        }
    }
}

/// The members of the one archive file, and their lines.
private struct Members {
    var members: [[UInt8]]
    var lines: [[UInt8]]

    init(_ parts: ContainerParts) throws {
        let archive = try #require(parts["archive/data-0001.warc.gz"])
        let text = try #require(parts["evidence/records.jsonl"])
        lines = text.split(separator: 0x0A).map(Array.init)
        members = []
        var place = 0
        for line in lines {
            let bytes = try #require(try JSONReader.parse(line)["bytes"]?.integer)
            members.append(Array(archive[place..<place + Int(bytes)]))
            place += Int(bytes)
        }
        #expect(place == archive.count)
    }

    func parts(of bundle: ContainerParts) -> ContainerParts {
        var parts = bundle
        parts["archive/data-0001.warc.gz"] = Array(members.joined())
        parts["evidence/records.jsonl"] = Array(lines.map { $0 + [0x0A] }.joined())
        return parts
    }
}
