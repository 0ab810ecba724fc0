import Bytes
import Evidence
import Files
import Foundation
import Hashing
import SealedParts
import Sealing
import Signing
import TestSupport
import Testing

/// Files in encrypted parts: recipients read them, with stock tools too, and nobody is deceived about them.
struct SealedPartsTests {
    private let folder: TemporaryFolder
    private let now = Timestamp(seconds: 1_795_444_325)
    private let officer: OfficerIdentity

    init() throws {
        folder = try TemporaryFolder()
        officer = try SmallBundle().officer
    }

    private func recipient(_ kind: KeyKind, _ name: String) throws -> (
        key: SigningKey, certificate: Certificate
    ) {
        let key = try SigningKey.generate(kind)
        return (
            key,
            try CertificateIssue.make(
                .officer, key: key, commonName: name, organization: "Counsel", from: now, days: 30)
        )
    }

    /// Bytes without a pattern that a part could repeat.
    private func contents(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    }

    @discardableResult
    private func encrypt(
        _ bytes: [UInt8], to recipients: [Certificate], into name: String, partBytes: Int = 1000
    ) throws -> PartsList {
        let path = try folder.write(bytes, to: "plain")
        return try SealedParts.encrypt(
            OpenFile.reading(path), named: "post.wacz", bundle: nil, to: recipients, by: officer,
            into: folder.file(name), at: now, partBytes: partBytes)
    }

    @Test func eachRecipientOpensItAlone() throws {
        let all = [
            try recipient(.p256, "One"), try recipient(.p384, "Two"),
            try recipient(.rsa(bits: 2048), "Three"),
        ]
        let bytes = contents(2_500_000)
        let list = try encrypt(bytes, to: all.map(\.certificate), into: "parts", partBytes: 1_048_577)
        #expect(list.parts.map(\.contents) == [1_048_577, 1_048_577, 402_846])
        #expect(
            list.digest == SHA256Digest.of(bytes) && list.recipients.map(\.name) == ["One", "Two", "Three"])
        for (number, one) in all.enumerated() {
            try SealedParts.open(folder.file("parts"), with: one.key, to: folder.file("\(number)"))
            #expect(try folder.read("\(number)") == bytes)
        }
        #expect(try SealedParts.list(of: folder.file("parts")).signature.signer == officer.certificate)
        let temporary = try SealedParts.openTemporarily(
            folder.file("parts"), with: all[0].key, in: folder.path)
        let path = temporary.path
        #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
        withExtendedLifetime(temporary) {}
    }

    @Test func aTemporaryFileIsGoneWithWhoHeldIt() throws {
        let one = try recipient(.p256, "One")
        try encrypt(contents(10), to: [one.certificate], into: "parts")
        var held: TemporaryContents? = try SealedParts.openTemporarily(
            folder.file("parts"), with: one.key, in: folder.path)
        let path = try #require(held?.path)
        #expect(FileManager.default.fileExists(atPath: path))
        held = nil
        #expect(!FileManager.default.fileExists(atPath: (path as NSString).deletingLastPathComponent))
    }

    /// What a recipient without any program of ours types (`docs/formats/encrypted.md`).
    @Test(.enabled(if: Tool.named("openssl") != nil, "needs openssl"))
    func stockToolsOpenEachPartAndCheckTheList() throws {
        let openssl = try #require(Tool.named("openssl"))
        let bytes = contents(2500)
        for (name, kind) in [
            ("rsa", ["rsa:2048"]), ("p256", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
            ("p384", ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]),
        ] {
            let (key, pem) = (folder.file(name + ".key"), folder.file(name + ".pem"))
            let made = try openssl.run(
                ["req", "-x509", "-newkey"] + kind + [
                    "-nodes", "-keyout", key, "-out", pem, "-subj", "/CN=\(name)",
                ])
            try #require(made.status == 0, "\(made.errors)")
            let certificate = try #require(try CertificatePEM.decode(folder.read(name + ".pem")).first)
            let path = try folder.write(bytes, to: "plain")
            let list = try SealedParts.encrypt(
                OpenFile.reading(path), named: "post.wacz", bundle: nil,
                to: [officer.certificate, certificate].filter { $0.notBefore <= certificate.notBefore },
                by: officer, into: folder.file(name), at: certificate.notBefore, partBytes: 1000)
            #expect(list.parts.count == 3)
            var opened: [UInt8] = []
            for number in 1...3 {
                let outcome = try openssl.run(
                    "cms", "-decrypt", "-inform", "DER", "-in",
                    "\(folder.file(name))/\(PartsList.partName(number))",
                    "-recip", pem, "-inkey", key)
                #expect(outcome.status == 0, "\(name): \(outcome.errors)")
                opened += outcome.output
            }
            #expect(opened == bytes, "\(name)")
            let trusted = try folder.write(CertificatePEM.encode(officer.certificate), to: "officer.pem")
            let verified = try openssl.run(
                "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in",
                "\(folder.file(name))/\(PartsList.signatureName)", "-content",
                "\(folder.file(name))/\(PartsList.fileName)", "-CAfile", trusted, "-partial_chain",
                "-purpose",
                "any", "-no_check_time", "-out", "/dev/null")
            #expect(verified.status == 0, "\(verified.errors)")
        }
    }

    @Test func whatIsMissingSwappedRepeatedCutOrAddedIsNamed() throws {
        let one = try recipient(.p256, "One")
        func failure(_ change: (String) throws -> Void) throws -> SealedParts.Failure? {
            try encrypt(contents(2600), to: [one.certificate], into: "parts", partBytes: 1300)
            defer { try? FileManager.default.removeItem(atPath: folder.file("parts")) }
            try change(folder.file("parts"))
            let failure = #expect(throws: SealedParts.Failure.self) {
                try SealedParts.open(folder.file("parts"), with: one.key, to: folder.file("opened"))
            }
            #expect(!FileManager.default.fileExists(atPath: folder.file("opened")))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy {
                    !$0.hasPrefix("opened.")
                })
            return failure
        }
        let (first, second) = ("parts/part-0001.p7m", "parts/part-0002.p7m")
        #expect(
            try failure { try FileManager.default.removeItem(atPath: $0 + "/part-0002.p7m") }
                == .missing(part: 2, of: 2))
        #expect(
            try failure { _ in
                let (a, b) = (try folder.read(first), try folder.read(second))
                try folder.write(b, to: first)
                try folder.write(a, to: second)
            } == .misplaced(part: 1, is: 2))
        #expect(
            try failure { _ in try folder.write(folder.read(first), to: second) }
                == .misplaced(part: 2, is: 1))
        let size = try encrypt(contents(2600), to: [one.certificate], into: "size", partBytes: 1300).parts[1]
            .bytes
        #expect(
            try failure { _ in try folder.write(folder.read(second).dropLast(), to: second) }
                == .size(part: 2, bytes: size - 1, expected: size))
        #expect(try failure { _ in try folder.write([1], to: "parts/more") } == .surplus(name: "more"))
        #expect(
            try failure { _ in
                var bytes = try folder.read(first)
                bytes[bytes.count - 30] ^= 1
                try folder.write(bytes, to: first)
            } == .part(1, .changed))
        #expect(
            try failure { _ in
                let text = String(decoding: try folder.read("parts/parts.json"), as: UTF8.self)
                try folder.write(
                    Array(text.replacing("post.wacz", with: "past.wacz").utf8), to: "parts/parts.json")
            } == .list(.signatureInvalid))
        #expect(
            try failure { try FileManager.default.removeItem(atPath: $0 + "/parts.json.p7s") } == .noList)
        // A list that another signed over the same parts in another order: the contents are not those of its digest.
        #expect(
            try failure { path in
                let list = try SealedParts.list(of: path).list
                let text = String(decoding: list.serialized, as: UTF8.self)
                    .replacing(list.digest.text, with: SHA256Digest.of([1]).text)
                try folder.write(Array(text.utf8), to: "parts/parts.json")
                try folder.write(officer.sign(Array(text.utf8), at: now), to: "parts/parts.json.p7s")
            } == .whole)
        // A link in the place of a part is not followed.
        try encrypt(contents(2600), to: [one.certificate], into: "linked", partBytes: 1300)
        try FileManager.default.moveItem(
            atPath: folder.file("linked/part-0002.p7m"), toPath: folder.file("elsewhere"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("linked/part-0002.p7m"), withDestinationPath: folder.file("elsewhere"))
        #expect(throws: FileError.self) {
            try SealedParts.open(folder.file("linked"), with: one.key, to: folder.file("opened"))
        }
    }

    @Test func aKeyThatItWasNotEncryptedToOpensNothing() throws {
        let (one, other) = (try recipient(.p256, "One"), try recipient(.rsa(bits: 2048), "Other"))
        let third = try recipient(.rsa(bits: 2048), "Third")
        try encrypt(contents(100), to: [one.certificate, third.certificate], into: "parts")
        for key in [other.key, try SigningKey.generate(.p384), try SigningKey.generateP256()] {
            #expect(throws: SealedParts.Failure.notForThisKey(recipients: ["One", "Third"])) {
                try SealedParts.open(folder.file("parts"), with: key, to: folder.file("opened"))
            }
        }
        let late = Timestamp(seconds: now.seconds + 31 * 86400)
        #expect(throws: SealedParts.Failure.recipientNotValid(name: "One")) {
            try SealedParts.encrypt(
                folder.file("plain"), bundle: nil, to: [one.certificate], by: officer,
                into: folder.file("late"),
                at: late)
        }
        #expect(throws: AuthenticatedEnvelope.Failure.noRecipient) {
            try encrypt(contents(100), to: [], into: "none")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy {
                !$0.hasPrefix("none")
            })
    }

    @Test(.enabled(if: JSONSchema.isAvailable, "\(JSONSchema.need)"))
    func theListIsOfItsSchema() throws {
        let one = try recipient(.p256, "One")
        let list = try encrypt(contents(2600), to: [one.certificate], into: "parts", partBytes: 1300)
        #expect(try JSONSchema("parts").errors(in: [list.serialized]) == "")
        #expect(try PartsList.parse(list.serialized) == list)
    }

    @Test func aListNamesOneToAHundredRecipientsAndAFailureAFewOfThem() throws {
        let one = try recipient(.p256, "One")
        let list = try encrypt(contents(10), to: [one.certificate], into: "parts")
        let text = String(decoding: list.serialized, as: UTF8.self)
        let entry = #"{"certificate":"\#(one.certificate.digest.text)","name":"One"}"#
        func parse(_ count: Int) throws -> PartsList {
            let all = Array(repeating: entry, count: count).joined(separator: ",")
            return try PartsList.parse(Array(text.replacing(entry, with: all).utf8))
        }
        #expect(try parse(1) == list)
        #expect(try parse(100).recipients.count == 100)
        for count in [0, 101, 5000] {
            let error = #expect(throws: (any Error).self) { try parse(count) }
            #expect("\(error, default: "")".contains("1 to 100 recipients"), "\(count)")
        }
        let names = (1...12).map { "PC \($0)" }
        let words = SealedParts.Failure.notForThisKey(recipients: names).description
        #expect(words.hasSuffix("PC 10; and 2 more") && !words.contains("PC 11"), "\(words)")
    }
}
