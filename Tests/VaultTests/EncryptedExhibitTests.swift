import Bytes
import CustodyEvents
import Evidence
import Foundation
import Hashing
import SealedParts
import Sealing
import Signing
import Storage
import TestSupport
import Testing

@testable import Custody
@testable import Vault

/// Sensitive exhibits in the vault, encrypted to those who may read.
struct EncryptedExhibitTests {
    private let made: VaultMaker
    private let key: SigningKey
    private var officer: OfficerIdentity { made.maker.officer }

    init() throws {
        key = try SigningKey.generateP256()
        made = try VaultMaker(officer: Self.officer(key, "PC 1234 Jo Doe"))
    }

    private static func officer(_ key: SigningKey, _ name: String) throws -> OfficerIdentity {
        OfficerIdentity(
            key: key,
            certificate: try CertificateIssue.make(
                .officer, key: key, commonName: name, organization: "Example Police",
                from: Timestamp(seconds: 1_795_444_325), days: 3650))
    }

    private static let secret = "her address is 14 Wexcombe Row"

    /// Takes one in and encrypts it.
    private func secret() throws -> CatalogueEntry {
        let entry = try made.add(Self.secret, flags: ["under-18"])
        guard
            case .encrypted(let list, let leftOut) = try made.open().encrypt(
                entry, by: officer, at: made.time)
        else { throw VaultError(.wrong, "was not encrypted") }
        #expect(list.digest == entry.digest && leftOut.isEmpty)
        return entry
    }

    private func opened(_ entry: CatalogueEntry, with key: SigningKey) throws -> TemporaryContents {
        try SealedParts.openTemporarily(
            BundleStore(made.folder).partsPath(of: entry.bundle), with: key, in: made.home.path)
    }

    private func check() throws -> VaultCheck.Result {
        try VaultCheck(made.folder, VaultCheck.Options()).run(made.register)
    }

    @Test func nothingOfItIsLeftInTheClearAndItsReaderGetsItBack() throws {
        let (path, _, _) = try made.seal(Self.secret)
        #expect(try Self.files(made.folder.path).contains { try Self.has(Self.secret, in: $0) })
        try BundleStore(made.folder).unstage(path)
        let entry = try secret()
        let store = BundleStore(made.folder)
        #expect(store.isEncrypted(entry.bundle) && store.has(entry.bundle))
        #expect(!FileManager.default.fileExists(atPath: store.path(of: entry.bundle)))
        for file in try Self.files(made.folder.path) {
            #expect(try !Self.has(Self.secret, in: file), "\(file)")
        }
        let contents = try opened(entry, with: key)
        defer { withExtendedLifetime(contents) {} }
        #expect(try FileDigest.sha256(of: contents.path) == entry.digest)
        let mode = try FileManager.default.attributesOfItem(atPath: contents.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // Nothing is encrypted that nobody marked; one that was marked later, and its words, go in the same way.
        let plain = try made.add("plain words")
        #expect(throws: VaultError.self) { try made.open().encrypt(plain, by: officer, at: made.time) }
        try made.open().record(.tagged, of: plain, [("added", "under-18")], by: officer, at: made.time)
        _ = try made.open().encrypt(plain, by: officer, at: made.time)
        for file in try Self.files(made.folder.path) {
            #expect(try !Self.has("plain words", in: file), "\(file)")
        }
    }

    @Test func theCatalogueIsMadeAgainWithoutAKey() throws {
        let entry = try made.add(Self.secret, flags: ["under-18"], title: "The second")
        let tagged = try made.add("to be marked")
        try made.open().record(.tagged, of: tagged, [("added", "intimate-image")], by: officer, at: made.time)
        let before = try made.open().catalogue.contents()
        for one in [entry, tagged] { _ = try made.open().encrypt(one, by: officer, at: made.time) }
        #expect(try made.open().catalogue.contents() == before)
        let rebuilt = try ExhibitVault.rebuild(made.folder, made.register)
        #expect(rebuilt.exhibits == 2 && rebuilt.problems == [])
        #expect(try made.open().catalogue.contents() == before)
        let again = try made.open().catalogue.entry(of: entry.bundle)
        #expect(again?.capture?.posts == 1 && again?.flags == ["under-18"] && again?.reports == ["R/1"])
    }

    @Test func factsHaveOneFormAndNoOtherIsRead() throws {
        let entry = try secret()
        let path = BundleStore(made.folder).factsPath(of: entry.bundle)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        if JSONSchema.isAvailable { #expect(try JSONSchema("facts").errors(in: [bytes]) == "") }
        #expect(EncryptedFacts.rewritten(bytes) == bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        for (old, new) in [
            (#""flags":["under-18"]"#, #""flags":["under-18 x"]"#),
            (#""flags":["under-18"]"#, #""flags":[1]"#),
            (#""posts":1"#, #""posts":-1"#), (#""posts":1"#, #""posts":1,"more":1"#),
            ("exhibit-facts/1", "exhibit-facts/2"),
            (#""engine":""#, #""engine":"\#(String(repeating: "x", count: 2001))"#),
        ] {
            #expect(
                text.contains(old)
                    && EncryptedFacts.rewritten(Array(text.replacing(old, with: new).utf8)) == nil,
                "\(new.prefix(40))")
        }
    }

    @Test func aPartThatWasChangedOrTakenAwayIsNamedWithoutAKey() throws {
        let entry = try secret()
        let whole = try check()
        #expect(whole.found == [] && whole.checked == 1 && whole.unopened == 1)
        let folder = BundleStore(made.folder).partsPath(of: entry.bundle)
        let part = folder + "/part-0001.p7m"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: part))
        let sealed = bytes
        bytes[bytes.count / 2] ^= 1
        try Self.write(bytes, part)
        let changed = try check().found
        #expect(
            changed.map(\.state) == [.changed] && changed[0].words.contains("part-0001.p7m"), "\(changed)")
        try FileManager.default.removeItem(atPath: part)
        let missing = try check().found
        #expect(
            missing.map(\.state) == [.missing] && missing[0].words.contains("part-0001.p7m"), "\(missing)")
        try Self.write(sealed, part)
        #expect(try check().found == [])

        // Another file under a list that a stranger signed, who says that it is this one.
        let stranger = try SmallBundle().officer
        try FileManager.default.removeItem(atPath: folder)
        _ = try SealedParts.encrypt(
            made.home.write(Array("another".utf8), to: "x.wacz"), bundle: entry.bundle,
            to: [stranger.certificate], by: stranger, into: folder, at: made.time)
        let forged = try check().found
        #expect(forged.map(\.state) == [.changed] && forged[0].words.contains("does not know"), "\(forged)")
    }

    @Test func whoMayReadLaterReadsItAfterItIsEncryptedAgain() throws {
        let entry = try secret()
        let secondKey = try SigningKey.generateP256()
        let second = try Self.officer(secondKey, "PC 2 Sam Roe")
        _ = try made.register.add(second.certificate, roles: [.read], by: officer, at: made.time)
        #expect(throws: SealedParts.Failure.self) { try opened(entry, with: secondKey) }
        let contents = try opened(entry, with: key)
        defer { withExtendedLifetime(contents) {} }
        _ = try made.open().encrypt(entry, opened: contents.path, by: officer, at: made.time)
        let secondCopy = try opened(entry, with: secondKey)
        defer { withExtendedLifetime(secondCopy) {} }
        #expect(try FileDigest.sha256(of: secondCopy.path) == entry.digest)
        #expect(try check().found == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: made.folder.incoming) == [])
        // One who is revoked is left out from the next time on, and the exhibit is gone with its parts.
        _ = try made.register.revoke(second.certificate.keyDigest, why: "left", by: officer, at: made.time)
        _ = try made.open().encrypt(entry, opened: contents.path, by: officer, at: made.time)
        #expect(throws: SealedParts.Failure.self) { try opened(entry, with: secondKey) }
        try made.open().dispose(entry, why: "acquitted", by: officer, at: made.time)
        #expect(try BundleStore(made.folder).files() == [])
        #expect(try check().found == [])
    }

    @Test func onlyWhatWasLookedAtIsCountedAsUnopened() throws {
        for number in 1...3 {
            let entry = try made.add("\(number)", flags: ["under-18"])
            _ = try made.open().encrypt(entry, by: officer, at: made.time)
        }
        let stopped = try VaultCheck(made.folder, VaultCheck.Options()).run(
            made.register, isStopped: { true })
        #expect(stopped.checked == 0 && stopped.unopened == 0 && stopped.bundles == 3)
        #expect(try check().unopened == 3)
    }

    @Test func aSensitiveExhibitThatIsNotEncryptedIsNamedUntilItIs() throws {
        let reported = try made.add(Self.secret, flags: ["under-18"])
        let tagged = try made.add("to be marked")
        let other = try made.add("plain words")
        try made.open().record(.tagged, of: tagged, [("added", "intimate-image")], by: officer, at: made.time)
        try made.open().record(.tagged, of: other, [("added", "under-18")], by: officer, at: made.time)
        try made.open().record(.tagged, of: other, [("removed", "under-18")], by: officer, at: made.time)
        for _ in 1...2 {
            // They are whole, and named each time.
            let result = try check()
            let store = BundleStore(made.folder)
            #expect(result.found == [] && result.notes.map(\.state) == [.plain, .plain])
            #expect(
                Set(result.notes.map(\.path)) == Set([reported, tagged].map { store.path(of: $0.bundle) }))
            #expect(result.notes.contains { $0.words.contains("(under 18)") && $0.words.hasSuffix(" JD/1") })
            #expect(
                result.notes.contains { $0.words.contains("(intimate image)") && $0.words.hasSuffix(" JD/2") }
            )
        }
        for one in [reported, tagged] { _ = try made.open().encrypt(one, by: officer, at: made.time) }
        #expect(try check().notes == [])
    }

    @Test func anInterruptedEncryptionIsNamedAndFinished() throws {
        let entry = try made.add(Self.secret, flags: ["under-18"])
        let plain = BundleStore(made.folder).path(of: entry.bundle)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: plain))
        _ = try made.open().encrypt(entry, by: officer, at: made.time)
        try Self.write(bytes, plain)
        let found = try check().found
        #expect(found.map(\.state) == [.surplus] && found[0].words.contains("plain file"), "\(found)")
        guard case .encrypted = try made.open().encrypt(entry, by: officer, at: made.time) else {
            Issue.record("parts that were there were taken for those of the plain file")
            return
        }
        #expect(try check().found == [])
        // What was being made in `incoming` goes too, also where nothing else is to be done.
        let name = Folder.name(of: BundleStore(made.folder).partsPath(of: entry.bundle))
        try FileManager.default.createDirectory(
            atPath: made.folder.incoming + "/" + name + ".AbC123", withIntermediateDirectories: false)
        guard case .already = try made.open().encrypt(entry, by: officer, at: made.time) else {
            Issue.record("it was encrypted twice")
            return
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: made.folder.incoming) == [])
    }

    @Test func partsThatAStrangerPutThereTakeNoPlainFileAway() throws {
        let entry = try made.add(Self.secret, flags: ["under-18"])
        let store = BundleStore(made.folder)
        let folder = store.partsPath(of: entry.bundle)
        let stranger = try SmallBundle().officer
        // Rubbish, under a list that says that it is this bundle.
        func forge() throws {
            let list = try SealedParts.encrypt(
                made.home.write(Array("rubbish".utf8), to: "x.wacz"), bundle: entry.bundle,
                to: [stranger.certificate], by: stranger, into: folder, at: made.time)
            let text = String(decoding: list.serialized, as: UTF8.self).replacing(
                list.digest.text, with: entry.digest?.text ?? "")
            try Self.write(Data(text.utf8), folder + "/parts.json")
            try Self.write(
                Data(stranger.sign(Array(text.utf8), at: made.time)), folder + "/parts.json.p7s")
        }
        try forge()
        #expect(try SealedParts.check(folder).list.digest == entry.digest)
        #expect(try check().found.first?.words.contains("does not know") == true)
        guard case .encrypted = try made.open().encrypt(entry, by: officer, at: made.time) else {
            Issue.record("the parts of a stranger were taken for the exhibit")
            return
        }
        let contents = try opened(entry, with: key)
        defer { withExtendedLifetime(contents) {} }
        #expect(try FileDigest.sha256(of: contents.path) == entry.digest)
        #expect(try check().found == [])
        // Where they are alone, nobody is told that it is encrypted.
        try FileManager.default.removeItem(atPath: folder)
        try forge()
        let error = #expect(throws: VaultError.self) {
            try made.open().encrypt(entry, by: officer, at: made.time)
        }
        #expect(error?.description.contains("does not know") == true)
    }

    /// The regular files below a folder.
    private static func files(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).map { folder + "/" + $0 }.filter {
            !Folder.isFolder($0)
        }
    }

    private static func has(_ words: String, in file: String) throws -> Bool {
        try Data(contentsOf: URL(fileURLWithPath: file)).range(of: Data(words.utf8)) != nil
    }

    /// Replaces a read-only file.
    private static func write(_ bytes: Data, _ path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        try bytes.write(to: URL(fileURLWithPath: path))
    }
}
