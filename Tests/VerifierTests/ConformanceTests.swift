import Bytes
import Evidence
import Hashing
import Sealing
import TestSupport
import Testing
import Verifier

/// Bundles that are signed by the right key and break one rule of the format each.
@Suite struct ConformanceTests {
    /// A rule, how to break it, and what is found: exactly these codes, so that nothing passes or fails for another reason.
    struct Breach: Sendable, CustomTestStringConvertible {
        let rule: String
        let codes: Set<String>
        var engine: CaptureEngine = .pack
        let edit: @Sendable (inout BundleDraft) throws -> Void
        var testDescription: String { rule }

        init(
            _ rule: String, _ codes: String..., engine: CaptureEngine = .pack,
            edit: @escaping @Sendable (inout BundleDraft) throws -> Void
        ) {
            self.rule = rule
            self.codes = Set(codes)
            self.engine = engine
            self.edit = edit
        }
    }

    private static func draft(_ engine: CaptureEngine, _ maker: SmallBundle) throws -> BundleDraft {
        var draft = try BundleDraft(maker, engine: engine)
        if engine != .pack {
            try draft.add(RecordURI.connection(1), type: "application/json", connection(1))
        }
        try draft.addExchange(
            "https://example.org/", connection: engine == .pack ? nil : 1, isPage: true)
        try draft.add("urn:text:https://example.org/", type: "text/plain; charset=utf-8", "Guten Tag")
        return draft
    }

    static func connection(_ number: Int) -> String {
        #"{"format":"exhibit-connection/1","number":\#(number),"host":"example.org"}"#
    }

    private static func seal(_ draft: BundleDraft) throws -> [UInt8] {
        var draft = draft
        if draft.facts.bytes == 0 { draft.countRecords() }
        return try draft.sealed()
    }

    @Test(arguments: [CaptureEngine.pack, .fetch])
    func aDraftThatKeepsToTheFormatIsIntact(engine: CaptureEngine) throws {
        let maker = try SmallBundle()
        let verdict = try Verification(maker).verdict(Self.seal(Self.draft(engine, maker)))
        #expect(verdict.status == .intact, "\(verdict.findings)")
        var quick = Verification(maker)
        quick.options.quick = true
        #expect(try quick.verdict(Self.seal(Self.draft(engine, maker))).status == .intact)
    }

    @Test(arguments: records + exchanges + files + statements + indexes)
    func isFound(_ breach: Breach) throws {
        let maker = try SmallBundle()
        var draft = try Self.draft(breach.engine, maker)
        try breach.edit(&draft)
        let bytes = try Self.seal(draft)
        let verification = Verification(maker)
        let verdict = try verification.verdict(bytes)
        #expect(verdict.status == .notAsSealed)
        #expect(try verification.failures(bytes) == breach.codes, "\(verdict.findings)")
    }

    static let records: [Breach] = [
        Breach("a field of another name", "records.header") { $0.records[3]["WARC-Extra"] = "x" },
        Breach("fields in another order", "records.header") { $0.records[5].fields.swapAt(0, 1) },
        Breach("a digest of another kind", "records.header") {
            $0.records[5]["WARC-Payload-Digest"] = "sha1:" + String(repeating: "0", count: 64)
        },
        Breach("a digest in capitals", "records.header") {
            $0.records[5]["WARC-Payload-Digest"] = $0.records[5]["WARC-Payload-Digest"]?.uppercased()
        },
        Breach("no block digest", "records.header") { $0.records[5]["WARC-Block-Digest"] = nil },
        Breach("a block digest of another block", "records.block-digest") {
            $0.records[5]["WARC-Block-Digest"] = SHA256Digest.of([1]).text
        },
        Breach("a payload digest of the block", "records.payload-digest") {
            $0.records[4]["WARC-Payload-Digest"] = $0.records[4]["WARC-Block-Digest"]
        },
        Breach("a target URI with a space", "records.header") {
            $0.records[5]["WARC-Target-URI"] = "https://example.org/a b"
        },
        Breach("a target URI of 8,193 bytes", "records.header") {
            $0.records[5]["WARC-Target-URI"] = "https://" + String(repeating: "a", count: 8185)
        },
        Breach("the type continuation", "records.header") { $0.records[5]["WARC-Type"] = "continuation" },
        Breach("Content-Type of a screenshot", "records.header") {
            try $0.add("urn:view:https://example.org/", type: "image/gif", "GIF8")
        },
        Breach("Content-Type of warcinfo", "records.header") { $0.records[0]["Content-Type"] = "text/plain" },
        Breach("a date before the beginning", "records.date") { draft in
            draft.records[5]["WARC-Date"] = Timestamp(seconds: draft.window.begun.seconds - 1).text
        },
        Breach("a date after the end", "records.date") { draft in
            draft.records[5]["WARC-Date"] = Timestamp(seconds: draft.window.ended.seconds + 1).text
        },
        Breach("a length that is too short", "records.length") { $0.records[5]["Content-Length"] = "8" },
        Breach("another ending than two line ends", "records.end") {
            $0.records[5].ending = [0x0D, 0x0A, 0x0A, 0x0A]
        },
        Breach("two records in a member", "records.length") { draft in
            let one = draft.records[5]
            draft.records[5].ending = Array("\r\n\r\n".utf8) + one.block + Array("\r\n\r\n".utf8)
        },
        Breach("a header line that ends in LF alone", "records.header") { draft in
            draft.records[5].contents = Array("WARC/1.1\nWARC-Type: resource\r\n\r\n".utf8)
        },
        Breach("a version in small letters", "records.header") { draft in
            draft.records[5].contents = Array("warc/1.1\r\nWARC-Type: resource\r\n\r\n".utf8)
        },
        Breach("a space before the colon", "records.header") { draft in
            draft.records[5].contents = Array("WARC/1.1\r\nWARC-Type : resource\r\n\r\n".utf8)
        },
        Breach("a field twice", "records.header") { draft in
            draft.records[5].fields.insert(draft.records[5].fields[0], at: 1)
        },
        Breach("a name in a gzip header", "records.gzip") { $0.records[5].editMember = { $0[3] = 8 } },
        Breach("a wrong size after a member", "records.gzip") {
            $0.records[5].editMember = { $0[$0.count - 3] ^= 1 }
        },
        Breach("a wrong checksum after a member", "records.gzip") {
            $0.records[5].editMember = { $0[$0.count - 8] ^= 1 }
        },
        Breach("bytes after a member", "records.gzip") { draft in
            draft.records[5].editMember = { member in
                let trailer = member.suffix(8)
                member.insert(contentsOf: [0] + trailer, at: member.count - 8)
            }
        },
        Breach("two members as one record", "records.gzip") { $0.records[5].editMember = { $0 += $0 } },
        Breach("a new archive file without need", "records.file-split") { $0.records[5].beginsFile = true },
        Breach("a large record with others in its file", "records.large-shares-file") { draft in
            var large = try DraftRecord(
                "resource", "urn:large", draft.maker.begun, type: "video/mp4",
                [UInt8](repeating: 7, count: 8_388_609))
            large.isStored = true
            draft.records.append(large)
        },
        Breach("the same id twice", "records.id-twice") { draft in
            let again = draft.records[5]
            draft.records.append(again)
        },
        Breach("a warcinfo in the middle", "records.first") { draft in
            draft.records.append(
                try DraftRecord(
                    "warcinfo", nil, draft.maker.begun, type: "application/warc-fields",
                    Array("a: b\r\n".utf8)))
        },
        Breach("no plan", "plan.missing", "plan.signature-missing") { $0.records.remove(at: 1) },
        Breach("no signature of the plan", "plan.signature-missing") { $0.records.remove(at: 2) },
        Breach("a mask that shows something", "records.masked") { draft in
            draft.records[4]["WARC-Exhibit-Masked"] = "9+16 set-cookie"
        },
        Breach("a mask of another length", "records.header") { draft in
            draft.records[4]["WARC-Exhibit-Masked"] = "9+8 set-cookie"
        },
        Breach("a mask beyond the block", "records.header") { draft in
            draft.records[4]["WARC-Exhibit-Masked"] = "900+16 set-cookie"
        },
        Breach("masks in another order", "records.header") { draft in
            draft.records[4]["WARC-Exhibit-Masked"] = "20+16 cookie, 0+16 cookie"
        },
        Breach("a mask of an unknown kind", "records.header") { draft in
            draft.records[4]["WARC-Exhibit-Masked"] = "0+16 secret"
        },
        Breach("a mask with a number in another spelling", "records.header") { draft in
            draft.records[4]["WARC-Exhibit-Masked"] = "+0+16 cookie"
        },
    ]

    static let exchanges: [Breach] = [
        Breach("a response that names another request", "records.pair") {
            $0.records[4]["WARC-Concurrent-To"] = "<\(try SecureRandom.uuid().urn)>"
        },
        Breach("a response before its request", "records.pair") { $0.records.swapAt(3, 4) },
        Breach("a request whose response is missing", "records.pair") { draft in
            draft.records.remove(at: 4)
        },
        Breach("a response with another address", "records.pair") {
            $0.records[3]["WARC-Target-URI"] = "https://example.org/other"
        },
        Breach("a request without answer or reason", "records.header") { draft in
            draft.records[3]["WARC-Concurrent-To"] = nil
        },
        Breach("an unknown reason", "records.header") { draft in
            draft.records[3]["WARC-Concurrent-To"] = nil
            draft.records[3]["WARC-Exhibit-Outcome"] = "bored"
        },
        Breach("a resource that is a page", "records.header") { draft in
            draft.records[5]["WARC-Exhibit-Kind"] = "page"
            draft.editPages = { $0.removeLast() }
        },
        Breach("an address that is none", "records.header") {
            $0.records[3]["WARC-IP-Address"] = "example.org"
        },
        Breach("an address of a resource", "records.header") {
            $0.records[5]["WARC-IP-Address"] = "192.0.2.1"
        },
        Breach("an unknown way of cutting", "records.header") { $0.records[5]["WARC-Truncated"] = "maybe" },
        Breach("an exchange of an import that names a connection", "records.connections") { draft in
            draft.records[3]["WARC-Exhibit-Connection"] = "1"
            draft.records[4]["WARC-Exhibit-Connection"] = "1"
        },
        Breach("an import with a connection", "records.connections") {
            try $0.add(RecordURI.connection(1), type: "application/json", ConformanceTests.connection(1))
        },
        Breach("an exchange without a connection", "records.connections", engine: .fetch) { draft in
            draft.records[4]["WARC-Exhibit-Connection"] = nil
            draft.records[5]["WARC-Exhibit-Connection"] = nil
        },
        Breach("a connection that comes after", "records.connections", engine: .fetch) { draft in
            draft.records.append(draft.records.remove(at: 3))
        },
        Breach("connections with a gap", "records.connections", engine: .fetch) {
            try $0.add(RecordURI.connection(3), type: "application/json", ConformanceTests.connection(3))
        },
        Breach("a connection twice", "records.connections", engine: .fetch) {
            try $0.add(RecordURI.connection(1), type: "application/json", ConformanceTests.connection(1))
        },
        Breach("a connection with another number inside", "records.connections", engine: .fetch) {
            try $0.add(RecordURI.connection(2), type: "application/json", ConformanceTests.connection(1))
        },
        Breach("a connection that is not compact", "records.connections", engine: .fetch) {
            try $0.add(
                RecordURI.connection(2), type: "application/json", ConformanceTests.connection(2) + "\n")
        },
        Breach("a connection of another type", "records.header", engine: .fetch) {
            $0.records[3]["Content-Type"] = "text/plain"
        },
    ]

    static let files: [Breach] = [
        Breach("counts that are not those of the records", "capture.counts") { draft in
            draft.countRecords()
            draft.facts.exchanges += 1
        },
        Breach("another window in capture.json", "capture.window") { draft in
            draft.facts.window = CaptureWindow(
                begun: draft.window.begun, ended: Timestamp(seconds: draft.window.ended.seconds + 1))
        },
        Breach("another target than the plan's", "capture.plan-differs") { $0.facts.target = "folder:other" },
        Breach("capture.json that is no object", "capture.form") {
            $0.files[BundlePath.capture] = Array("[]".utf8)
        },
        Breach("caveats that are no list", "capture.form") { draft in
            let text = String(decoding: draft.facts.serialized, as: UTF8.self)
            draft.files[BundlePath.capture] = Array(
                text.replacing(#""caveats":[]"#, with: #""caveats":null"#).utf8)
        },
        Breach("a clock in another form", "capture.form") { draft in
            let text = String(decoding: draft.facts.serialized, as: UTF8.self)
            draft.files[BundlePath.capture] = Array(
                text.replacing(#""synchronised":null"#, with: #""synchronised":"yes""#).utf8)
        },
        Breach("a note of another format", "files.json") {
            $0.files[BundlePath.note] = Array(#"{"format":"exhibit-case/1","stated":{}}"#.utf8)
        },
        Breach("a note with an unknown member", "files.json") {
            $0.files[BundlePath.note] = Array(#"{"format":"exhibit-note/1","stated":{},"x":1}"#.utf8)
        },
        Breach("a name twice", "files.json") {
            $0.files[BundlePath.note] = Array(
                #"{"format":"exhibit-note/1","stated":{"a":1,"\u0061":2}}"#.utf8)
        },
        Breach("actions that are no lines", "files.json") { $0.files[BundlePath.actions] = Array("{}".utf8) },
        Breach("posts that are no JSON", "files.json") { $0.files[BundlePath.posts] = Array("{]\n".utf8) },
        Breach("an escrow without commitments", "container.missing") {
            $0.files[BundlePath.escrow] = [1, 2, 3]
        },
        Breach("a commitment to what is not masked", "masked.differs") { draft in
            draft.files[BundlePath.escrow] = [1, 2, 3]
            draft.files[BundlePath.masked] = ConformanceTests.commitment(draft.records[4].id, offset: 9)
        },
        Breach("a commitment in another form", "masked.line-form") { draft in
            draft.files[BundlePath.escrow] = [1, 2, 3]
            draft.files[BundlePath.masked] = Array("{\"record\":1}\n".utf8)
        },
        Breach("a bracket that the statement does not name", "time.bracket-differs") {
            $0.files[BundlePath.bracket] = [1, 2, 3]
        },
        Breach("a bracket that is missing", "time.bracket-differs") {
            $0.bracket = SHA256Digest.of([1, 2, 3])
        },
        Breach("a timestamp that is not in the signature", "time.token-differs") { draft in
            draft.editFiles = { $0.files.append((BundlePath.timestampPrefix + "01.tst", [1, 2, 3])) }
        },
        Breach("another signature value", "statement.signature-value-differs") { draft in
            draft.editFiles = { $0[BundlePath.signatureValue] = [1, 2, 3] }
        },
        Breach("a file of another name", "container.order", "files.path") { draft in
            draft.editFiles = { $0.files.insert(("evidence/other.json", Array("{}".utf8)), at: 5) }
        },
        Breach("an empty file", "container.empty-file", "files.json") { $0.files[BundlePath.note] = [] },
    ]

    static let statements: [Breach] = [
        Breach("an end before the beginning", "statement.window", "records.date") { draft in
            draft.window = CaptureWindow(
                begun: draft.window.begun, ended: Timestamp(seconds: draft.window.begun.seconds - 5))
            draft.facts.window = draft.window
        },
        Breach("a statement with an unknown member", "statement.form") { draft in
            draft.editStatement = { bytes in
                bytes.removeLast()
                bytes += #","x":1}"#.utf8
            }
        },
        Breach("a statement with white space", "statement.form") { draft in
            draft.editStatement = { $0.append(0x0A) }
        },
        Breach("a statement of another kind", "statement.form") { draft in
            draft.editStatement = { bytes in
                bytes = Array(
                    String(decoding: bytes, as: UTF8.self).replacing(
                        "exhibit-statement/1", with: "exhibit-plan/1"
                    ).utf8)
            }
        },
        Breach("another signer in the statement", "statement.signer-differs", "plan.differs") {
            $0.signerDigest = SHA256Digest.of([1])
        },
        Breach("another packaging key in the statement", "package.key-differs", "plan.differs") {
            $0.packagingDigest = SHA256Digest.of([1])
        },
        Breach("a plan that begins at another time", "plan.differs") { draft in
            draft.window = CaptureWindow(
                begun: Timestamp(seconds: draft.window.begun.seconds - 1), ended: draft.window.ended)
            draft.facts.window = draft.window
        },
        Breach("a plan with an unknown member", "plan.form") { draft in
            var bytes = draft.plan.serialized
            bytes.removeLast()
            try draft.setFirstRecords(plan: bytes + Array(#","x":1}"#.utf8))
        },
        Breach("a plan with another signature", "plan.signature-invalid") { draft in
            draft.records[2].block = try draft.maker.officer.sign([1, 2, 3], at: draft.maker.begun)
            draft.records[2].refreshDigests()
        },
        Breach("a plan signed by nobody", "plan.signature-form") { draft in
            draft.records[2].block = [1, 2, 3]
            draft.records[2].refreshDigests()
        },
        Breach("a withheld record without a derivation", "records.withheld") { draft in
            draft.editRecordLines = { lines in
                lines[lines.count - 1] = Array("{\"withheld\":\"\(SHA256Digest.of([1]).text)\"}".utf8)
            }
        },
        Breach("a line in another spelling", "records.line-form") { draft in
            draft.editRecordLines = { lines in lines[5].append(0x20) }
        },
        Breach("a line with another address", "records.line-differs") { draft in
            draft.editRecordLines = { lines in
                lines[5] = Array(
                    String(decoding: lines[5], as: UTF8.self).replacing("example.org", with: "example.net")
                        .utf8)
            }
        },
        Breach("lines in another order", "records.digest", "records.gzip") { draft in
            draft.editRecordLines = { lines in lines.swapAt(4, 5) }
        },
    ]

    static let indexes: [Breach] = [
        Breach("an index without a record", "index.differs") { $0.editIndex = { $0.removeFirst() } },
        Breach("an index that leads to another record", "index.differs") { draft in
            draft.editIndex = { lines in
                lines[0] = Array(
                    String(decoding: lines[0], as: UTF8.self).replacing(
                        "\"offset\": \"", with: "\"offset\": \"1"
                    ).utf8)
            }
        },
        Breach("an index out of order", "index.order") { $0.editIndex = { $0.swapAt(0, 1) } },
        Breach("an index with a line twice", "index.differs") { $0.editIndex = { $0.append($0[0]) } },
        Breach("a page without a line", "pages.missing") { $0.editPages = { $0.removeLast() } },
        Breach("a line without a page", "pages.differ") { $0.editPages = { $0.append($0[1]) } },
        Breach("a page with another address", "pages.differ") { draft in
            draft.editPages = { lines in
                lines[1] = Array(
                    String(decoding: lines[1], as: UTF8.self).replacing("example.org", with: "example.net")
                        .utf8)
            }
        },
        Breach("a title of 4,097 bytes", "pages.differ") { draft in
            draft.editPages = { lines in
                lines[1] = Array(
                    String(decoding: lines[1], as: UTF8.self).replacing(
                        "A title", with: String(repeating: "a", count: 4097)
                    ).utf8)
            }
        },
        Breach("an index of the index of another index", "index.idx-differs", "files.digest") { draft in
            draft.editFiles = { $0[BundlePath.indexOfIndex]?.append(0x0A) }
        },
    ]

    private static func commitment(_ record: RandomUUID, offset: Int) -> [UInt8] {
        let line: JSONValue = [
            "record": .string(record.urn), "offset": JSONValue(offset),
            "commitment": .string(Base64.encode([UInt8](repeating: 1, count: 32))),
        ]
        return line.serialized() + [0x0A]
    }
}
