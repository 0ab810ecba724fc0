import Bytes
import Evidence
import Hashing
import Sealing
import TestSupport

extension Breach {
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
        Breach("a line without a record", "records.missing") { draft in
            draft.editRecordLines = { lines in lines.append(lines[lines.count - 1]) }
        },
        Breach("a record without a line", "records.untold", "capture.counts", "index.differs") { draft in
            draft.editRecordLines = { $0.removeLast() }
        },
        Breach("lines of records whose last does not end", "records.lines", "records.root") { draft in
            draft.editFiles = { $0[BundlePath.records]?.removeLast() }
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
}
