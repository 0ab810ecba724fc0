import Bytes
import Custody
import CustodyEvents
import Evidence
import Files
import Foundation
import Handover
import Hashing
import Sealing
import Signing
import TestSupport
import Testing
import TransparencyLogs
import Verifier

/// Handovers: what arrives is what was given, and everything else is told.
struct HandoverTests {
    private let folder: TemporaryFolder
    private let maker: SmallBundle
    private let now: Timestamp
    private let bundle: RandomUUID

    init() throws {
        folder = try TemporaryFolder()
        maker = try SmallBundle()
        now = Timestamp(seconds: maker.begun.seconds + 100)
        try maker.seal(
            at: folder.file("post.wacz"), resources: [("urn:note", "text/plain", Array("Guten Tag".utf8))])
        let verdict = try BundleVerifier.verify(
            path: folder.file("post.wacz"), options: VerifyOptions(anchors: TrustAnchors()))
        bundle = try #require(verdict.subject.bundle.flatMap { RandomUUID(urn: $0) })
    }

    /// A bag with one bundle, its transcript, and a file of each kind of source.
    private func bag() throws -> HandoverBag {
        let register = try CustodyRegister(
            folder: folder.file("log-\(UUID().uuidString)"), force: "Example Police")
        _ = try register.record(
            .sealed, bundle: bundle, details: [JSONMember("why", "trial")], by: maker.officer, at: now)
        let path = "data/post.wacz"
        let checkpoint = String(decoding: try register.log.note().note.serialized, as: UTF8.self)
        return try HandoverBag(
            to: "Jane Roe, Crown Prosecution Service", reason: "charging",
            log: HandoverStatement.Log(key: register.log.key.text, checkpoint: checkpoint),
            bundles: [
                HandoverStatement.Bundle(
                    bundle: bundle, path: path, name: "post.wacz",
                    digest: SHA256Digest.of(folder.read("post.wacz")), sidecars: [],
                    transcript: path + ".transcript.json")
            ],
            items: [
                BagItem("data/report.txt", .bytes(Array("INTACT".utf8))),
                BagItem(path, .file(OpenFile.reading(folder.file("post.wacz")))),
                BagItem(path + ".transcript.json", .bytes(register.transcript(of: bundle).serialized)),
                BagItem("data/empty/nothing.txt", .bytes([])),
            ])
    }

    private var trusted: VerifyOptions {
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        return VerifyOptions(anchors: anchors)
    }

    private func check(_ name: String = "bag") throws -> HandoverCheck.Outcome {
        try #require(try HandoverCheck.run(folder.file(name), options: trusted))
    }

    private func make(_ name: String = "bag") throws -> HandoverBag.Made {
        try bag().write(toFolder: folder.file(name), by: maker.officer, at: now)
    }

    private func failures(_ outcome: HandoverCheck.Outcome) -> [String] {
        outcome.verdict.findings.filter { if case .failure = $0.weight { true } else { false } }.map(\.code)
    }

    @Test func aHandoverArrivesAsItWasGiven() throws {
        let made = try make()
        let outcome = try check()
        #expect(outcome.status == .intact, "\(outcome.verdict.findings)")
        #expect(outcome.statement == made.statement && outcome.digest == made.digest)
        #expect(outcome.statement?.from.name == "PC 1234 Jo Doe")
        #expect(outcome.inside.map(\.path) == ["data/post.wacz", "data/post.wacz.transcript.json"])
        #expect(try folder.read("bag/data/post.wacz") == folder.read("post.wacz"))
        // Nobody's word is taken for whose key it is.
        let stranger = try #require(
            try HandoverCheck.run(folder.file("bag"), options: VerifyOptions(anchors: TrustAnchors())))
        #expect(stranger.verdict.status == .cannotBeVerified && stranger.status == .cannotBeVerified)
        if JSONSchema.isAvailable {
            #expect(try JSONSchema("handover").errors(in: [folder.read("bag/handover.json")]) == "")
            let receipt = Receipt(
                for: made.statement, digest: made.digest, status: 0, by: maker.officer.certificate,
                remark: "sealed bag 7", at: now)
            #expect(try JSONSchema("receipt").errors(in: [receipt.serialized]) == "")
            let signature = try maker.officer.sign(receipt.serialized, at: now)
            #expect(try Receipt.verified(receipt.serialized, signature).form == receipt)
        }
    }

    @Test func aHandoverAsOneFileIsTheSame() throws {
        let made = try bag().write(toArchive: folder.file("bag.zip"), by: maker.officer, at: now)
        if let unzip = Tool.named("unzip") {
            let tested = try unzip.run("-tq", folder.file("bag.zip"))
            #expect(tested.status == 0, "\(tested.text)")
        }
        var unpacked: UnpackedBag? = try UnpackedBag(folder.file("bag.zip"), in: folder.path)
        let inside = try #require(unpacked?.folder)
        let outcome = try #require(try HandoverCheck.run(inside, options: trusted))
        #expect(outcome.status == .intact && outcome.digest == made.digest, "\(outcome.verdict.findings)")
        unpacked = nil
        #expect(!FileManager.default.fileExists(atPath: inside))
        // No byte of it can change without being found.
        let whole = try folder.read("bag.zip")
        for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 150)) {
            var changed = whole
            changed[place] ^= 0x10
            try folder.write(changed, to: "changed.zip")
            guard let bag = try? UnpackedBag(folder.file("changed.zip"), in: folder.path) else { continue }
            Issue.record("byte \(place) of the ZIP file: \(bag.folder)")
        }
    }

    @Test func noByteOfAHandoverCanChange() throws {
        _ = try make()
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.file("bag"))
        where !name.hasSuffix("data") && !name.hasSuffix("empty") {
            let bytes = try folder.read("bag/" + name)
            try FileManager.default.removeItem(atPath: folder.file("bag/" + name))
            #expect(try check().status == .notAsSealed, "\(name) is missing")
            let places = bytes.isEmpty ? [] : [0, bytes.count / 3, bytes.count - 1]
            for place in places {
                var changed = bytes
                changed[place] ^= 0x01
                try folder.write(changed, to: "bag/" + name)
                let outcome = try check()
                #expect(outcome.status == .notAsSealed, "\(name), byte \(place)")
            }
            try folder.write(bytes + [0x0A], to: "bag/" + name)
            #expect(try check().status == .notAsSealed, "\(name) and a line end")
            try folder.write(bytes, to: "bag/" + name)
        }
        #expect(try check().status == .intact)
    }

    /// The cases of RFC 8493 that readers differ about, and names that lead elsewhere.
    @Test func whatIsWrongIsNamed() throws {
        func codes(_ change: (String) throws -> Void) throws -> [String] {
            let name = "bag-\(UUID().uuidString)"
            _ = try make(name)
            try change(folder.file(name))
            return Set(failures(try check(name))).sorted()
        }
        func edit(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            change(&bytes)
            try FileManager.default.removeItem(atPath: path)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
        let files = FileManager.default
        #expect(try codes { _ in } == [])
        // A file that one of two manifests does not have; a list of files to fetch; a wrong Payload-Oxum; a byte order mark.
        #expect(
            try codes { bag in
                try edit(bag + "/manifest-sha512.txt") {
                    $0 = Array($0.split(separator: 0x0A).dropLast().joined(separator: [0x0A]))
                }
            } == ["handover.tag-file"])
        #expect(
            try codes {
                try Data("http://x/ 1 data/a\n".utf8).write(to: URL(fileURLWithPath: $0 + "/fetch.txt"))
            }
                == ["handover.surplus"])
        #expect(
            try codes { bag in
                try edit(bag + "/bag-info.txt") {
                    $0 = Array(String(decoding: $0, as: UTF8.self).replacing("Oxum: ", with: "Oxum: 1").utf8)
                }
            } == ["handover.tag-file"])
        #expect(
            try codes { try edit($0 + "/bagit.txt") { $0 = [0xEF, 0xBB, 0xBF] + $0 } } == [
                "handover.tag-file"
            ])
        #expect(
            try codes { try Data("x".utf8).write(to: URL(fileURLWithPath: $0 + "/data/Report.txt")) }
                == ["handover.surplus", "handover.twins"])
        #expect(
            try codes {
                try files.moveItem(
                    atPath: $0 + "/data/post.wacz", toPath: $0 + "/../away-\(UUID().uuidString)")
            } == ["handover.missing"])
        #expect(
            try codes { bag in
                let away = folder.file(UUID().uuidString)
                try files.moveItem(atPath: bag + "/data/post.wacz", toPath: away)
                try files.createSymbolicLink(atPath: bag + "/data/post.wacz", withDestinationPath: away)
            } == ["handover.kind", "handover.missing"])
        #expect(
            try codes { bag in
                try files.createDirectory(atPath: bag + "/data/a/b/c/d", withIntermediateDirectories: true)
            } == ["handover.kind"])
        #expect(
            try codes { bag in
                try files.createDirectory(atPath: bag + "/data/more", withIntermediateDirectories: true)
                for number in 0..<10_200 {
                    _ = files.createFile(atPath: bag + "/data/more/\(number)", contents: nil)
                }
            }.contains("handover.too-many"))
        #expect(
            try codes { try edit($0 + "/handover.json") { $0 += [0x20] } } == ["handover.signature"])
        #expect(try codes { try files.removeItem(atPath: $0 + "/handover.json") } == ["handover.missing"])
        // Without statement and signature it is still one of ours.
        #expect(
            try codes {
                try files.removeItem(atPath: $0 + "/handover.json")
                try files.removeItem(atPath: $0 + "/handover.json.p7s")
            } == ["handover.missing"])
    }

    /// Whoever holds a key can sign anything: what does not fit together is told all the same.
    @Test func aSignedLieIsFound() throws {
        func outcome(_ change: (String) -> String) throws -> HandoverCheck.Outcome {
            let name = "bag-\(UUID().uuidString)"
            let made = try make(name)
            let text = Array(change(String(decoding: made.statement.serialized, as: UTF8.self)).utf8)
            for (file, bytes) in [
                ("handover.json", text), ("handover.json.p7s", try maker.officer.sign(text, at: now)),
            ] {
                try FileManager.default.removeItem(atPath: folder.file("\(name)/\(file)"))
                try folder.write(bytes, to: "\(name)/\(file)")
            }
            return try check(name)
        }
        let other = try SecureRandom.uuid()
        let lie = try outcome { $0.replacing(bundle.urn, with: other.urn) }
        #expect(Set(failures(lie)) == ["handover.bundle-id", "handover.transcript", "handover.tag-file"])
        #expect(
            failures(try outcome { $0.replacing(#""data/report.txt""#, with: #""data/../report.txt""#) }) == [
                "handover.form"
            ])
        #expect(failures(try outcome { $0.replacing(#""to":"#, with: #""to": "#) }) == ["handover.form"])
        let newer = try outcome { $0.replacing("exhibit-handover/1", with: "exhibit-handover/2") }
        #expect(
            newer.verdict.status == .cannotBeVerified
                && newer.verdict.findings.map(\.code) == ["handover.version"])
        let receipt = Receipt(
            for: try make("other").statement, digest: SHA256Digest.of([1]), status: 0,
            by: maker.officer.certificate, remark: nil, at: now)
        #expect(throws: SignedFormError.self) {
            try HandoverStatement.verified(
                receipt.serialized, maker.officer.sign(receipt.serialized, at: now))
        }
    }

    /// A signature is by whom the file names, under the names of their certificate, and over bundles.
    @Test func namesAndBundlesOfAReceiptAreThoseThatWereSigned() throws {
        let made = try make()
        let text = String(
            decoding: Receipt(
                for: made.statement, digest: made.digest, status: 0, by: maker.officer.certificate,
                remark: nil, at: now
            ).serialized, as: UTF8.self)
        func failure(_ changed: String) throws -> SignedFormError? {
            #expect(changed != text)
            let bytes = Array(changed.utf8)
            do throws(SignedFormError) {
                _ = try Receipt.verified(bytes, (try? maker.officer.sign(bytes, at: now)) ?? [])
                return nil
            } catch { return error }
        }
        #expect(try failure(text.replacing("PC 1234 Jo Doe", with: "Judge Jane Roe")) == .anotherSigner)
        let place = try #require(text.range(of: #""bundles":["#))
        let bundle = text[place.upperBound...].dropLast(2)
        for list in ["", "\(bundle),\(bundle)"] {
            let changed = text[..<place.upperBound] + list + "]}"
            guard case .form? = try failure(String(changed)) else {
                Issue.record("taken: \(list)")
                continue
            }
        }
        let list = String(decoding: made.statement.serialized, as: UTF8.self).replacing(
            "PC 1234 Jo Doe", with: "Judge Jane Roe")
        #expect(throws: SignedFormError.anotherSigner) {
            try HandoverStatement.verified(
                Array(list.utf8), maker.officer.sign(Array(list.utf8), at: now))
        }
    }

    @Test func namesOfAnyFileBecomeNamesOfEverySystem() {
        var taken: Set<String> = []
        for name in [
            "post.wacz", "POST.wacz", "Überfall am 3.11.wacz", "../../etc/passwd", ".hidden.wacz", "a%0Ab\nc",
            "",
        ] {
            let path = BagPath.path(for: name, ending: ".wacz", taken: taken)
            #expect(BagPath.isAllowed(path), "\(path)")
            #expect(!taken.contains { $0.lowercased() == path.lowercased() })
            taken.insert(path)
        }
        #expect(taken.isSuperset(of: ["data/post.wacz", "data/POST-2.wacz"]))
        #expect(
            !BagPath.isAllowed("data/../x") && !BagPath.isAllowed("data/a b") && !BagPath.isAllowed("x/y"))
    }

    /// Programs of others agree: bagit-python, sha256sum, openssl.
    @Test(.enabled(if: Tool.named("bagit.py") != nil, "needs bagit, which scripts/peers installs"))
    func programsOfOthersAgree() throws {
        _ = try make()
        let bagit = try #require(Tool.named("bagit.py"))
        let validated = try bagit.run("--validate", folder.file("bag"))
        #expect(validated.status == 0 && validated.errors.contains("is valid"), "\(validated.errors)")
        for manifest in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
            let summed = try #require(Tool.named("sha256sum")).run(
                "--strict", "-c", manifest, folder: folder.file("bag"))
            #expect(summed.status == 0, "\(summed.errors)")
        }
        for manifest in ["manifest-sha512.txt", "tagmanifest-sha512.txt"] {
            let summed = try #require(Tool.named("sha512sum")).run(
                "--strict", "-c", manifest, folder: folder.file("bag"))
            #expect(summed.status == 0, "\(summed.errors)")
        }
        let trusted = try folder.write(CertificatePEM.encode(maker.officer.certificate), to: "officer.pem")
        let verified = try #require(Tool.named("openssl")).run(
            "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in",
            folder.file("bag/handover.json.p7s"),
            "-content", folder.file("bag/handover.json"), "-CAfile", trusted, "-partial_chain", "-purpose",
            "any",
            "-no_check_time", "-out", "/dev/null")
        #expect(verified.status == 0, "\(verified.errors)")
        try FileManager.default.removeItem(atPath: folder.file("bag/data/report.txt"))
        try folder.write(Array("ALTERED".utf8), to: "bag/data/report.txt")
        #expect(try bagit.run("--validate", folder.file("bag")).status != 0)
    }

    @Test func whatChangesMeanwhileIsNotHandedOver() throws {
        let path = try folder.write([1, 2, 3], to: "note.txt")
        let file = try OpenFile.reading(path)
        try folder.write([], to: "empty")
        #expect(throws: HandoverBag.Failure.path("data/../x")) {
            try HandoverBag(
                to: "x", reason: nil, log: nil, bundles: [], items: [BagItem("data/../x", .file(file))])
        }
        #expect(throws: HandoverBag.Failure.path("data/A")) {
            try HandoverBag(
                to: "x", reason: nil, log: nil, bundles: [],
                items: [BagItem("data/a", .bytes([])), BagItem("data/A", .bytes([]))])
        }
        #expect(throws: HandoverBag.Failure.words) {
            try HandoverBag(to: "", reason: nil, log: nil, bundles: [], items: [])
        }
        _ = try make("taken")
        #expect(throws: FileError.self) { try make("taken") }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy {
                !$0.hasPrefix("taken.")
            })
    }
}
