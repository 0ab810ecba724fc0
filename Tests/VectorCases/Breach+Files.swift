import Bytes
import Evidence
import Hashing
import Sealing
import TestSupport

extension Breach {
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
            draft.files[BundlePath.masked] = Breach.commitment(draft.records[4].id, offset: 9)
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
        Breach("lines of files whose last does not end", "files.lines", "files.root", "files.path") { draft in
            draft.editFiles = { $0[BundlePath.files]?.removeLast() }
        },
        Breach("a line of a file in another form", "files.line-form", "files.root") { draft in
            draft.editFiles = { parts in
                guard let bytes = parts[BundlePath.files] else { return }
                parts[BundlePath.files] = Array(
                    String(decoding: bytes, as: UTF8.self).replacing("{\"salt\"", with: "{ \"salt\"").utf8)
            }
        },
        Breach("a line of a file that is not there", "files.path") { draft in
            draft.editFiles = { parts in
                parts.files.removeAll { $0.name == BundlePath.note }
            }
            draft.files[BundlePath.note] = Array(#"{"format":"exhibit-note/1","stated":{}}"#.utf8)
        },
        Breach("JSON that is larger than the format allows", "container.file-too-large") { draft in
            draft.files[BundlePath.note] = [UInt8](repeating: 0x20, count: 17 << 20)
        },
        Breach("an empty file", "container.empty-file", "files.json") { $0.files[BundlePath.note] = [] },
    ]

    static func commitment(_ record: RandomUUID, offset: Int) -> [UInt8] {
        let line: JSONValue = [
            "record": .string(record.urn), "offset": JSONValue(offset),
            "commitment": .string(Base64.encode([UInt8](repeating: 1, count: 32))),
        ]
        return line.serialized() + [0x0A]
    }
}
