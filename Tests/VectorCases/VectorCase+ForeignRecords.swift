import Hashing
import TestSupport

extension VectorCase {
    private static func warc(
        _ about: String, _ codes: Set<String> = [], tells: Set<String> = [],
        _ bytes: @escaping @Sendable () throws -> [UInt8]
    ) -> VectorCase {
        VectorCase("foreign", about, codes, tells: tells, options: Options(acceptsForeign: true)) { _ in
            Contents(try bytes())
        }
    }

    /// One record and its line in the index changed together, so that the record alone is wrong.
    private static func record(
        _ about: String, _ codes: Set<String> = [], tells: Set<String> = [], _ bytes: [UInt8]
    ) -> VectorCase {
        package(about, codes, tells: tells) { try $0.setRecord(bytes) }
    }

    private static func text(_ record: [UInt8], _ text: String, _ other: String) -> [UInt8] {
        Array(String(decoding: record, as: UTF8.self).replacing(text, with: other).utf8)
    }

    /// WARC files of other makers, and records in packages.
    static var foreignRecords: [VectorCase] {
        let good = ForeignPackage.record()
        let digest = SHA256Digest.of(Array(ForeignPackage.payload.utf8)).text
        let block = SHA256Digest.of(Array((ForeignPackage.head + ForeignPackage.payload).utf8)).text
        let chunked = ForeignPackage.record(
            payload: "3\r\none\r\n0\r\n\r\n", head: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        return [
            record(
                "a record without a date", ["foreign.field-missing"],
                text(good, "WARC-Date: 2026-11-23T14:32:05Z\r\n", "")),
            record(
                "a record with a field twice", ["foreign.field-twice"],
                text(good, "WARC-Type: response\r\n", "WARC-Type: response\r\nWARC-Type: response\r\n")),
            record(
                "a record that was cut when it was made", tells: ["foreign.record-cut"],
                text(good, "WARC-Type: response\r\n", "WARC-Type: response\r\nWARC-Truncated: length\r\n")),
            record(
                "a block that its digest is not of", ["foreign.block-digest"],
                text(
                    good, "WARC-Payload-Digest: ",
                    "WARC-Block-Digest: \(SHA256Digest.of([1]).text)\r\nWARC-Payload-Digest: ")),
            record(
                "a payload that its digest is not of", ["foreign.payload-digest"],
                text(good, "Guten Tag", "Guten TAG")),
            record(
                "a record without digests", tells: ["foreign.no-digests"],
                text(good, "WARC-Payload-Digest: \(digest)\r\n", "")),
            record("a payload digest over the chunks", tells: ["foreign.payload-framing"], chunked),
            record(
                "a payload digest of something else beside a good block digest",
                tells: ["foreign.payload-other"],
                text(
                    text(good, digest, SHA256Digest.of([1]).text), "WARC-Type: response\r\n",
                    "WARC-Type: response\r\nWARC-Block-Digest: \(block)\r\n")),
            warc("a record that is cut", ["foreign.cut"]) { Array(good.dropLast(20)) },
            warc("records that share a gzip member", tells: ["foreign.members"]) {
                try ForeignPackage.member(good + good)
            },
            warc("a file of the form before WARC", ["foreign.arc"]) {
                Array("filedesc://x.arc 0.0.0.0 20261123143205 text/plain 3\n1 0 x\n".utf8)
            },
            warc("a record", tells: ["foreign.records", "foreign.unsigned"]) { ForeignPackage.record() },
            warc("bytes after a record", ["foreign.record-form"]) {
                ForeignPackage.record() + Array("garbage".utf8)
            },
            warc("a gzip member with a wrong checksum", ["foreign.gzip"]) {
                var member = try ForeignPackage.member(ForeignPackage.record())
                member[member.count - 6] ^= 1
                return member
            },
            warc("a record with a weak digest", tells: ["foreign.weak-digest"]) {
                ForeignPackage.record(digest: "sha1:" + "QIURJEV4OCVFTLISRY3CYUO622EP3URN")
            },
        ]
    }
}
