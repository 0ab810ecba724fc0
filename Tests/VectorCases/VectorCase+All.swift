import Bytes
import Evidence
import Foundation
import Hashing
import Sealing
import Signing
import TestSupport

extension VectorCase {
    /// Every case of the kit.
    public static var all: [VectorCase] {
        breaches + containers + copies + statements + signers + keys + times + origins + recoveries + good
            + foreign + domains + parts + parcels
    }

    /// One rule of the format broken, all else as it must be.
    private static var breaches: [VectorCase] {
        Breach.all.map { breach in
            VectorCase("rule", breach.rule, breach.codes) { Contents(try breach.bundle($0.maker)) }
        }
    }

    private static let containers: [VectorCase] = ContainerTrick.all.map { trick in
        VectorCase("zip", trick.name, trick.codes) { kit in
            var container = try RawContainer(Breach.conforming(.pack, kit.maker))
            trick.apply(&container)
            return Contents(container.bytes)
        }
    }

    private static func changed(
        _ about: String, _ codes: Set<String>,
        _ change: @escaping @Sendable (inout ContainerParts, VectorKit) throws -> Void
    ) -> VectorCase {
        VectorCase("copy", about, codes) { kit in
            var parts = try kit.draft().parts()
            try change(&parts, kit)
            return Contents(parts.container)
        }
    }

    /// A good bundle changed by somebody without the officer's key.
    private static let copies: [VectorCase] = [
        changed("a bit of a record is changed", ["records.digest", "records.gzip", "package.differs"]) {
            parts, _ in
            parts[BundlePath.archive(1)]?[1400] ^= 1
        },
        changed("the statement of another bundle of the same officer", ["statement.signature-invalid"]) {
            parts, kit in
            parts[BundlePath.statement] = try kit.draft().parts()[BundlePath.statement]
        },
        changed(
            "statement and signature of another bundle of the same officer",
            ["files.root", "package.differs", "plan.differs", "records.root"]
        ) { parts, kit in
            let other = try kit.draft().parts()
            for name in [BundlePath.statement, BundlePath.signature, BundlePath.signatureValue] {
                parts[name] = other[name]
            }
        },
        changed("the signature is missing", ["container.missing"]) { parts, _ in
            parts[BundlePath.signature] = nil
        },
        changed("the signature is cut", ["statement.signature-form"]) { parts, _ in
            parts[BundlePath.signature]?.removeLast()
        },
        changed("bytes follow the signature", ["statement.signature-form"]) { parts, _ in
            parts[BundlePath.signature]?.append(0)
        },
        changed("white space is added to the statement", ["statement.signature-invalid"]) { parts, _ in
            parts[BundlePath.statement]?.append(0x0A)
        },
        changed("a file is missing", ["files.path", "package.differs", "container.missing"]) { parts, _ in
            parts[BundlePath.pages] = nil
        },
        changed("the data package lists another digest", ["package.differs"]) { parts, _ in
            parts[BundlePath.dataPackage]?[400] ^= 1
        },
        changed("the data package is signed by another key", ["package.key-differs"]) { parts, kit in
            var other = try BundleDraft(kit.maker)
            other.plan = try CapturePlan.parse(BundleRecordsInMemory.plan(of: parts))
            other.window = try CaptureStatement.parse(parts[BundlePath.statement] ?? []).window
            try other.addPackage(to: &parts)
        },
        changed("the signature of the data package is another's", ["package.signature-invalid"]) { parts, _ in
            let text = String(decoding: parts[BundlePath.dataPackageDigest] ?? [], as: UTF8.self)
            guard let mark = text.range(of: "\"signature\":\"") else { return }
            let other = try SigningKey.generateP256().sign([1])
            let start = mark.upperBound
            guard let end = text[start...].firstIndex(of: "\"") else { return }
            parts[BundlePath.dataPackageDigest] = Array(
                (text[..<start] + Base64.encode(other) + text[end...]).utf8)
        },
        VectorCase("copy", "the end of the copy is missing", ["container.incomplete"]) { kit in
            Contents(Array(try kit.draft().sealed().dropLast(300)))
        },
        VectorCase("copy", "the checksum of a file is changed in both headers", ["container.checksum"]) {
            kit in
            var container = try RawContainer(kit.draft().sealed())
            container.locals[5][14] ^= 1
            container.directory[5][16] ^= 1
            return Contents(container.bytes)
        },
        changed("white space is added to the digest of the data package", ["package.digest-differs"]) {
            parts, _ in
            parts[BundlePath.dataPackageDigest]?.append(0x0A)
        },
        VectorCase("copy", "text that names the files of a bundle", ["zip.not-a-container"]) { kit in
            Contents(Array("evidence/statement.json evidence/statement.p7s\n".utf8))
        },
        VectorCase("copy", "a file of another kind", ["foreign.unknown"]) { _ in
            Contents(Array("%PDF-1.7 hello".utf8))
        },
    ]

    private static func edited(_ bytes: inout [UInt8], _ text: String, _ other: String) {
        bytes = Array(String(decoding: bytes, as: UTF8.self).replacing(text, with: other).utf8)
    }

    private static let statements: [VectorCase] = [
        VectorCase.drafted(
            "statement", "a newer version of the statement", ["statement.version"],
            tells: ["statement.version-detail"]
        ) { draft, _ in
            draft.editStatement = { edited(&$0, "exhibit-statement/1", "exhibit-statement/2") }
        },
        VectorCase.drafted(
            "statement", "a line of a record in another file", ["records.place"],
            tells: ["records.incomplete"]
        ) { draft, _ in
            draft.editRecordLines = { lines in
                lines[5] = Array(
                    String(decoding: lines[5], as: UTF8.self).replacing("0001.warc", with: "0002.warc").utf8)
            }
        },
        VectorCase.drafted("statement", "something that must be understood", ["statement.version"]) {
            draft, _ in
            draft.editStatement = { edited(&$0, "\"critical\":[]", "\"critical\":[\"proofs\"]") }
        },
        VectorCase.drafted(
            "statement", "a newer version of the plan", ["plan.version"], tells: ["plan.version-detail"]
        ) { draft, _ in
            let plan = String(decoding: draft.plan.serialized, as: UTF8.self)
            try draft.setFirstRecords(
                plan: Array(plan.replacing("exhibit-plan/1", with: "exhibit-plan/2").utf8))
            draft.countRecords()
        },
    ]

    private static let signers: [VectorCase] = [
        VectorCase.drafted(
            "signer", "nobody is trusted", ["signer.not-anchored"], tells: ["signer.not-anchored-reason"],
            options: Options(trust: [])
        ) { draft, _ in
            _ = draft
        },
        VectorCase.drafted(
            "signer", "another authority is trusted", ["signer.not-anchored"],
            options: Options(trust: ["force.pem"])
        ) { draft, _ in
            _ = draft
        },
        VectorCase(
            "signer", "certified by a trusted authority, at no known time", ["signer.time-unknown"],
            options: Options(trust: ["force.pem"])
        ) { kit in
            Contents(try kit.draft(SmallBundle(officer: kit.certified.officer())).sealed())
        },
        VectorCase(
            "signer", "certified by a trusted authority, at a time that the verifier gives",
            tells: ["signer.revocation-unknown"],
            options: Options(trust: ["force.pem"], at: Timestamp(seconds: 1_795_444_330))
        ) { kit in Contents(try kit.draft(SmallBundle(officer: kit.certified.officer())).sealed()) },
        VectorCase(
            "signer", "revocation is asked for and not known", ["signer.revocation-required"],
            options: Options(
                trust: ["force.pem"], at: Timestamp(seconds: 1_795_444_330), requireRevocation: true)
        ) { kit in Contents(try kit.draft(SmallBundle(officer: kit.certified.officer())).sealed()) },
        revoked("revoked before it signed", ["signer.revoked"], -3600),
        revoked("revoked after it signed", [], tells: ["signer.revoked-later"], 3600),
        VectorCase("signer", "a certificate that was not yet valid", tells: ["signer.certificate"]) { kit in
            var draft = try kit.draft()
            let early = Timestamp(seconds: draft.window.begun.seconds - 86400)
            draft.window = CaptureWindow(begun: early, ended: early)
            draft.facts.window = draft.window
            draft.plan = CapturePlan(
                bundle: draft.plan.bundle, begun: early, target: draft.plan.target, engine: draft.plan.engine,
                options: [:], softwareVersion: "0.1.0", signer: draft.plan.signer,
                packagingKey: draft.plan.packagingKey,
                packaging: draft.plan.packaging)
            try draft.setFirstRecords()
            for place in draft.records.indices { draft.records[place]["WARC-Date"] = early.text }
            draft.countRecords()
            return Contents(try draft.sealed())
        },
    ]

    private static func revoked(
        _ about: String, _ codes: Set<String>, tells: Set<String> = [], _ seconds: Int64
    ) -> VectorCase {
        VectorCase(
            "signer", about, codes, tells: tells,
            options: Options(trust: ["force.pem"], timeTrust: ["tsa.pem"])
        ) { kit in
            var draft = try kit.draft(SmallBundle(officer: kit.certified.officer()))
            let ended = draft.window.ended
            draft.material = { value in
                var material = SignatureMaterial()
                var token = try ForgedToken(over: value)
                token.time = kit.tokenTime(60)
                material.tokens = [try TimestampToken.read(token.signed(by: [kit.time.subject]))]
                material.revocation.lists = [
                    try kit.force.revocationList(
                        [(kit.certified.certificate, Timestamp(seconds: ended.seconds + seconds))],
                        from: Timestamp(seconds: ended.seconds + 7200), to: VectorKit.end)
                ]
                return material
            }
            return Contents(try draft.sealed())
        }
    }

    private static let recoveries: [VectorCase] =
        RecoveredDraft.Breach.allCases.map { breach in
            let codes: [RecoveredDraft.Breach: Set<String>] = [
                .captured: ["plan.differs"],
                .recovered: ["recovery.statement"],
                .recoveredBy: ["recovery.statement"], .earlier: ["recovery.statement"],
                .count: ["recovery.statement"],
                .signature: ["recovery.checkpoint"], .root: ["recovery.root"], .outcome: ["capture.outcome"],
            ]
            return VectorCase(
                "recovery", "a recovered bundle contradicts itself: \(breach.rawValue)", codes[breach] ?? []
            ) { kit in
                Contents(try RecoveredDraft.make(kit.draft(), breach).sealed())
            }
        }
        + [
            VectorCase(
                "good", "recovered by another officer", tells: ["recovered-by-another"],
                options: Options(trust: ["force.pem"], at: Timestamp(seconds: 1_795_444_330))
            ) { kit in
                let other = SmallBundle(officer: try kit.certified.officer())
                var draft = try kit.draft()
                draft.signerDigest = other.officer.certificate.digest
                draft = try RecoveredDraft.make(draft)
                draft.maker = other
                return Contents(try draft.sealed())
            },
            VectorCase("good", "recovered", tells: ["recovered", "recovered-unjournalled"]) { kit in
                Contents(try RecoveredDraft.make(kit.draft()).sealed())
            },
        ]

    private static let good: [VectorCase] = [
        VectorCase.drafted("good", "imported", tells: ["time.claimed-only"]) { draft, _ in _ = draft },
        VectorCase("good", "live", tells: ["time.claimed-only"]) {
            Contents(try Breach.conforming(.fetch, $0.maker))
        },
        VectorCase.drafted("good", "a file of an extension", tells: ["container.extension"]) { draft, _ in
            draft.files["evidence/ext-tool-file.bin"] = [1, 2, 3]
        },
        VectorCase.drafted("good", "a masked cookie", tells: ["records.masks"]) { draft, _ in
            let place = try draft.addExchange("https://example.org/two")
            draft.records[place].block = Array("GET / HTTP/1.1\r\nCookie: ****************\r\n\r\n".utf8)
            draft.records[place].refreshDigests()
            draft.records[place]["WARC-Exhibit-Masked"] = "24+16 cookie"
            draft.countRecords()
        },
        VectorCase.drafted("good", "a masked cookie without its commitment", tells: ["masked.fewer"]) {
            draft, _ in
            let place = try draft.addExchange("https://example.org/two")
            draft.records[place].block = Array(
                "GET / HTTP/1.1\r\nCookie: ****************\r\nX-Token: ****************\r\n\r\n".utf8)
            draft.records[place].refreshDigests()
            draft.records[place]["WARC-Exhibit-Masked"] = "24+16 cookie, 51+16 cookie"
            draft.files[BundlePath.escrow] = [1, 2, 3]
            draft.files[BundlePath.masked] = Breach.commitment(draft.records[place].id, offset: 24)
            draft.countRecords()
        },
        VectorCase.drafted("good", "a quick check", tells: ["quick"], options: Options(quick: true)) {
            draft, _ in
            _ = draft
        },
        VectorCase.drafted(
            "good", "made later than the verifier's clock", tells: ["time.ahead"],
            options: Options(now: Timestamp(seconds: 1_700_000_000))
        ) { draft, _ in
            _ = draft
        },
        VectorCase.drafted(
            "good", "time is asked for and not there", ["time.required"], options: Options(requireTime: true)
        ) { draft, _ in
            _ = draft
        },
        VectorCase.drafted("good", "a caveat of the capture", tells: ["capture.caveat"]) { draft, _ in
            draft.facts.caveats = [
                Caveat(code: "allow-private", text: "private addresses could be connected to")
            ]
        },
    ]
}

/// The plan of a container that a test has taken apart.
enum BundleRecordsInMemory {
    static func plan(of parts: ContainerParts) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        try folder.write(parts.container, to: "bundle.wacz")
        return try BundleRecords.of(folder.file("bundle.wacz")).first("resource", RecordURI.plan)?.block ?? []
    }
}
