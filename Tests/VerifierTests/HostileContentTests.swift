import Archive
import Bytes
import Evidence
import Foundation
import Hashing
import Sealing
import TestSupport
import Testing
import Verifier
import VerifyCommand
import Writing

/// Contents that want to crash a verifier, or take its time or memory. Each is sealed with the right key.
@Suite(.serialized) struct HostileContentTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Nil when there is nothing wrong with it.
        let code: String?
        let edit: @Sendable (inout BundleDraft) throws -> Void

        init(
            _ name: String, _ code: String?, edit: @escaping @Sendable (inout BundleDraft) throws -> Void
        ) {
            testDescription = name
            self.code = code
            self.edit = edit
        }
    }

    /// What a check of a bundle of some MiB may take at most, also where several run side by side without optimisation.
    private static let most = Duration.seconds(20)

    @Test(arguments: attacks)
    func endsInTimeWithoutACrash(_ attack: Attack) throws {
        let maker = try SmallBundle()
        var draft = try BundleDraft(maker)
        try draft.addExchange("https://example.org/", isPage: true)
        try attack.edit(&draft)
        draft.countRecords()
        let bytes = try draft.sealed()
        let verification = Verification(maker)
        let clock = ContinuousClock()
        let begun = clock.now
        let verdict = try verification.verdict(bytes)
        #expect(clock.now - begun < Self.most)
        #expect(verdict.status == (attack.code == nil ? .intact : .notAsSealed), "\(verdict.findings)")
        if let code = attack.code {
            #expect(try verification.failures(bytes).contains(code), "\(verdict.findings)")
        }
        #expect(VerdictText.report(verdict, name: "x").utf8.count < 200_000)
        try expectLittleCost(of: bytes, maker)
    }

    /// The program takes 64 MiB and 2 s at most.
    private func expectLittleCost(of bytes: [UInt8], _ maker: SmallBundle) throws {
        guard ProgramCost.isAvailable else { return }
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "bundle.wacz")
        let cost = try ProgramCost(
            of: Package.products + "/exhibit-verify",
            [folder.file("bundle.wacz"), "--cert", maker.officer.certificate.digest.text])
        #expect((0...2).contains(cost.status))
        if ProgramCost.isOptimised {
            #expect(cost.peakBytes <= 64 << 20, "\(cost.peakBytes >> 20) MiB")
            #expect(cost.seconds <= 2, "\(cost.seconds) s")
        }
    }

    static let attacks: [Attack] = [
        Attack("a record of 200 MB of zeros in a member of 200 kB", nil) { draft in
            var bomb = try DraftRecord(
                "resource", "urn:zeros", draft.maker.begun, type: "application/octet-stream", [])
            bomb.block = [UInt8](repeating: 0, count: 200 << 20)
            bomb.refreshDigests()
            bomb.beginsFile = true
            draft.records.append(bomb)
        },
        Attack("pages.jsonl of one line of 50 MB", "pages.lines") { draft in
            draft.editPages = { $0.append([UInt8](repeating: 0x61, count: 50 << 20)) }
        },
        Attack("pages.jsonl of a million empty lines", "pages.differ") { draft in
            draft.editPages = { $0 += [[UInt8]](repeating: [], count: 1 << 20) }
        },
        Attack("a member of the index that becomes 100 MB", "index.gzip") { draft in
            draft.editFiles = { parts in
                let bomb = try? MemberCompressor().deflated([UInt8](repeating: 0x20, count: 100 << 20))
                parts[BundlePath.index] = bomb
            }
        },
        Attack("an index of a thousand members of 18 MB", "index.member") { draft in
            draft.editFiles = { parts in
                guard let bomb = try? MemberCompressor().deflated([UInt8](repeating: 0x20, count: 18 << 20))
                else { return }
                parts[BundlePath.index] = Array([[UInt8]](repeating: bomb, count: 1000).joined())
            }
        },
        Attack("JSON that is 10,000 deep", "files.json") { draft in
            let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
            draft.files[BundlePath.note] = Array(#"{"format":"exhibit-note/1","stated":\#(deep)}"#.utf8)
        },
        Attack("JSON of five million values", "files.json") { draft in
            let values = String(repeating: "0,", count: 5_000_000) + "0"
            draft.files[BundlePath.note] = Array(
                #"{"format":"exhibit-note/1","stated":{"x":[\#(values)]}}"#.utf8)
        },
        Attack("JSON of 130,000 strings that fill the largest file", nil) { draft in
            let text = "\"" + String(repeating: "a", count: 125) + "\""
            let values = [String](repeating: text, count: 130_000).joined(separator: ",")
            draft.files[BundlePath.note] = Array(
                #"{"format":"exhibit-note/1","stated":{"x":[\#(values)]}}"#.utf8)
        },
        Attack("JSON of 130,000 names", nil) { draft in
            let members = (0..<130_000).map { "\"\($0)\":0" }.joined(separator: ",")
            draft.files[BundlePath.note] = Array(#"{"format":"exhibit-note/1","stated":{\#(members)}}"#.utf8)
        },
        Attack("JSON of 17 MiB", "container.file-too-large") { draft in
            draft.files[BundlePath.note] = [UInt8](repeating: 0x20, count: 17 << 20)
        },
        Attack("JSON with a byte order mark", "files.json") { draft in
            draft.files[BundlePath.note] =
                [0xEF, 0xBB, 0xBF] + Array(#"{"format":"exhibit-note/1","stated":{}}"#.utf8)
        },
        Attack("JSON with a lone surrogate", "files.json") { draft in
            draft.files[BundlePath.note] = Array(
                #"{"format":"exhibit-note/1","stated":{"x":"\ud800"}}"#.utf8)
        },
        Attack("JSON with an overlong character", "files.json") { draft in
            draft.files[BundlePath.note] =
                Array(#"{"format":"exhibit-note/1","stated":{"x":""#.utf8) + [0xC0, 0xAF]
                + Array(#""}}"#.utf8)
        },
        Attack("an HTTP head of 1 MiB of fields without end", "records.http-head") { draft in
            var response = draft.records[4]
            response.block =
                Array("HTTP/1.1 200 OK\r\n".utf8) + Array(String(repeating: "a:b\r\n", count: 300_000).utf8)
            response.refreshDigests()
            draft.records[4] = response
        },
        Attack("an HTTP head of one folded field", nil) { draft in
            var response = draft.records[4]
            response.block =
                Array("HTTP/1.1 200 OK\r\na: b\r\n".utf8)
                + Array(String(repeating: " c\r\n", count: 200_000).utf8)
            response.refreshDigests()
            draft.records[4] = response
        },
        Attack("a response with two lengths, a transfer coding and NUL", nil) { draft in
            var response = draft.records[4]
            response.block = Array(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\nX: \0\r\n\r\nbody"
                    .utf8)
            response.refreshDigests()
            draft.records[4] = response
        },
        Attack("a record header of 65 fields", "records.header") { draft in
            for number in 0..<60 {
                draft.records[4].fields.insert(WARCHeader.Field("X-\(number)", "y"), at: 1)
            }
        },
        Attack("a record header of 100 kB", "records.header") { draft in
            draft.records[4]["WARC-Truncated"] = String(repeating: "x", count: 100_000)
        },
        Attack("a Content-Length that overflows", "records.header") { draft in
            draft.records[4]["Content-Length"] = "99999999999999999999"
        },
        Attack("a negative Content-Length", "records.header") { $0.records[4]["Content-Length"] = "-1" },
        Attack("a member that says to hold 4 GiB", "records.gzip") { draft in
            draft.records[4].editMember = {
                $0.replaceSubrange(($0.count - 4)..., with: [255, 255, 255, 255])
            }
        },
        Attack("a member of twenty bytes", "records.gzip") { draft in
            draft.records[4].editMember = { $0 = GzipMember.header + [UInt8](repeating: 0, count: 10) }
        },
        Attack("ten thousand masked ranges", "records.header") { draft in
            draft.records[4]["WARC-Exhibit-Masked"] =
                (0..<10_000).map { "\($0 * 16)+16 cookie" }.joined(separator: ", ")
        },
        Attack("a statement with an extension of 15 MB", nil) { draft in
            draft.editStatement = { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                bytes = Array(
                    text.replacing(
                        #""ext":{}"#, with: #""ext":{"x":"\#(String(repeating: "a", count: 15 << 20))"}"#
                    ).utf8)
            }
        },
        Attack("caveats of hostile text", nil) { draft in
            draft.facts.caveats = (0..<400).map {
                Caveat(code: "x\u{1B}\($0)", text: String(repeating: "\u{202E}", count: 10_000))
            }
        },
    ]

    /// Numbers that the container states, each at its ends.
    @Test func sizesAndOffsetsAtTheirEndsDoNotOverflow() throws {
        let maker = try SmallBundle()
        let bytes = try BundleDraft(maker).sealed()
        let verification = Verification(maker)
        for place in (bytes.count - 22)..<bytes.count {
            for value: [UInt8] in [[0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0x7F]] {
                var changed = bytes
                for (index, byte) in value.enumerated() where place + index < changed.count {
                    changed[place + index] = byte
                }
                guard changed != bytes else { continue }
                #expect(try verification.verdict(changed).status == .notAsSealed)
            }
        }
    }

    /// A file that becomes shorter while it is read ends in an error, not in a crash.
    @Test func aFileThatIsCutWhileItIsReadIsUnreadable() throws {
        struct Shrinking: ByteSource {
            let bytes: [UInt8]
            func size() throws -> Int { bytes.count + 1000 }
            func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
                try unsafe MemorySource(bytes).read(into: buffer, at: offset)
            }
        }
        let maker = try SmallBundle()
        let bytes = try BundleDraft(maker).sealed()
        #expect(throws: (any Error).self) {
            _ = try ContainerReader(Shrinking(bytes: bytes))
        }
    }
}
