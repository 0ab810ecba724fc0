import Bytes
import Evidence
import Hashing
import Sealing
import TestSupport

extension Breach {
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
            draft.records[2].block = try draft.maker.officer.sign(
                Array(#"{"format":"exhibit-plan/1"}"#.utf8), at: draft.maker.begun)
            draft.records[2].refreshDigests()
        },
        Breach("a plan that names another signer", "plan.signer-differs", "plan.differs") { draft in
            draft.plan = CapturePlan(
                bundle: draft.plan.bundle, begun: draft.plan.begun, target: draft.plan.target,
                engine: draft.plan.engine, options: [:], softwareVersion: "0.1.0",
                signer: SHA256Digest.of([1]), packagingKey: draft.plan.packagingKey,
                packaging: draft.plan.packaging)
            try draft.setFirstRecords()
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
}
