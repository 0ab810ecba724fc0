import Bytes
import CustodyEvents
import Files
import Foundation
import Hashing
import Sealing
import Storage
import Synchronization
import TestSupport
import Testing
import Threads

@testable import Custody
@testable import Vault

struct VaultTests {
    private let made: VaultMaker
    private var officer: OfficerIdentity { made.maker.officer }

    init() throws { made = try VaultMaker() }

    @Test func theCatalogueIsMadeAgainWithTheSameContent() throws {
        try made.open().openCase("OP-HERON", title: "The heron", by: officer, at: made.time)
        let first = try made.add(casework: "OP-HERON", title: "The van")
        try made.add("kill you", casework: "OP-HERON", parent: first)
        let secret = try made.add("her address is", flags: ["under-18"])
        let gone = try made.add("to be disposed of")
        let vault = try made.open()
        try vault.record(.tagged, of: first, [("added", "urgent seen")], by: officer, at: made.time)
        try vault.record(
            .tagged, of: first, [("removed", "seen"), ("added", "intimate-image")], by: officer, at: made.time
        )
        try vault.record(
            .retained, of: secret, [("until", "2032-11-30"), ("why", "review after six years")], by: officer,
            at: made.time)
        try vault.record(.viewed, of: first, [("why", "briefing")], by: officer, at: made.time)
        try vault.dispose(gone, why: "acquitted", by: officer, at: made.time)
        let before = try vault.catalogue.contents()
        #expect(before.contains { $0.hasPrefix("tag ") && $0.contains("urgent") } && before.count > 12)

        let rebuilt = try ExhibitVault.rebuild(made.folder, made.register)
        #expect(rebuilt.exhibits == 4 && rebuilt.problems == [])
        #expect(try made.open().catalogue.contents() == before)
        // And out of nothing, and out of a file that is no database.
        try Self.removeCatalogue(made.folder)
        #expect(try made.open().catalogue.contents() == before)
        try Self.removeCatalogue(made.folder)
        try Data("no database, but long enough to be read as one".utf8).write(
            to: URL(fileURLWithPath: made.folder.catalogue))
        #expect(throws: VaultError.self) { try made.open() }
        _ = try ExhibitVault.rebuild(made.folder, made.register)
        #expect(try made.open().catalogue.contents() == before)
    }

    private static func removeCatalogue(_ folder: VaultFolder) throws {
        for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: folder.catalogue + end) {
            try FileManager.default.removeItem(atPath: folder.catalogue + end)
        }
    }

    @Test func aCrashBetweenBundleLogAndCatalogueLosesNothing() throws {
        // After the bundle was placed, before the log had it: it is named, and can be taken in where it is.
        let (path, bundle, digest) = try made.seal()
        let store = BundleStore(made.folder)
        try store.place(path, as: bundle)
        let check = try VaultCheck(made.folder, VaultCheck.Options()).run(made.open().register)
        #expect(check.found.map(\.state) == [.surplus] && check.found.first?.path == store.path(of: bundle))
        let naming = ExhibitVault.Naming(initials: "JD")
        let added = try made.open().add(
            store.path(of: bundle), bundle: bundle, digest: digest, naming: naming, by: officer, at: made.time
        )
        #expect(added.isNew && added.entry.name == "JD/1")
        // After the log had it, before the catalogue did: who opens the vault next finds it there.
        let second = try made.seal()
        let vault = try made.open()
        try store.place(second.path, as: second.bundle)
        _ = try vault.register.record(
            .catalogued, bundle: second.bundle,
            details: [
                JSONMember("reference", "JD/2"), JSONMember("case", ""),
                JSONMember("digest", .string(second.digest.text)),
            ], by: officer, at: made.time)
        #expect(try made.open().catalogue.entry(of: second.bundle)?.name == "JD/2")
        #expect(try made.add().name == "JD/3")
        #expect(try VaultCheck(made.folder, VaultCheck.Options()).run(made.open().register).found == [])
    }

    @Test func whatACrashHadPlacedAlreadyIsNotInTheWay() throws {
        let (path, bundle, digest) = try made.seal()
        let source = made.home.file("source.wacz")
        try FileManager.default.moveItem(atPath: path, toPath: source)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: source + ".sidecar-01.json"))
        let store = BundleStore(made.folder)
        let place = store.path(of: bundle)
        func add() throws -> Bool {
            let staged = try store.stage(source)
            return try made.open().add(
                staged.path, bundle: bundle, digest: digest, naming: .init(initials: "JD"), by: officer,
                at: made.time
            ).isNew
        }
        // The sidecar had its place and the bundle had not; then both had, and the log had nothing.
        let first = try store.stage(source)
        try FileManager.default.createDirectory(
            atPath: Folder.of(place), withIntermediateDirectories: false)
        try FileManager.default.moveItem(
            atPath: first.path + ".sidecar-01.json", toPath: place + ".sidecar-01.json")
        try store.unstage(first.path)
        try store.place(store.stage(source).path, as: bundle)
        #expect(try add())
        #expect(try FileManager.default.contentsOfDirectory(atPath: made.folder.incoming) == [])
        #expect(try VaultCheck(made.folder, VaultCheck.Options()).run(made.register).found == [])
        // Other bytes in its place are told, and stay.
        let second = try made.seal()
        try FileManager.default.createDirectory(
            atPath: Folder.of(store.path(of: second.bundle)), withIntermediateDirectories: true)
        try Data("other".utf8).write(to: URL(fileURLWithPath: store.path(of: second.bundle)))
        #expect(throws: VaultError.self) { try store.place(second.path, as: second.bundle) }
        #expect(FileManager.default.fileExists(atPath: second.path))
    }

    @Test func aCopyThatGetsNoNameIsRemoved() throws {
        let entry = try made.add()
        let store = BundleStore(made.folder)
        let taken = try made.home.write([1], to: "taken.wacz")
        #expect(throws: FileError.self) {
            try store.copy(entry, at: store.path(of: entry.bundle), to: taken)
        }
        let sidecar = try made.home.write([1], to: "opened.wacz.sidecar-01.json")
        let place = store.path(of: entry.bundle) + ".sidecar-01.json"
        try Data("{}".utf8).write(to: URL(fileURLWithPath: place))
        #expect(throws: FileError.self) {
            try store.keepSidecar(sidecar, beside: made.home.file("opened.wacz"), of: entry.bundle)
        }
        for folder in [made.home.path, Folder.of(place)] {
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy {
                    !$0.hasPrefix("taken.wacz.") && !$0.contains("json.")
                })
        }
    }

    @Test func whoAddsAtTheSameTimeGetsAnotherNumber() throws {
        let names = Mutex<[String]>([])
        let made = made
        let threads = try (0..<4).map { _ in
            try BlockingThread.start(stackBytes: 8 << 20) {
                for _ in 0..<5 {
                    let result = Result { try made.add().name }
                    names.withLock { names in
                        switch result {
                        case .success(let name): names.append(name)
                        case .failure(let error): names.append("\(error)")
                        }
                    }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(Set(names.withLock { $0 }) == Set((1...20).map { "JD/\($0)" }))
    }

    @Test func aSecondFileWithTheSameIdIsReportedAndBothAreKept() throws {
        let (path, bundle, digest) = try made.seal()
        let copy = made.folder.incoming + "/copy.wacz"
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        var naming = ExhibitVault.Naming(initials: "JD")
        let vault = try made.open()
        _ = try vault.add(path, bundle: bundle, digest: digest, naming: naming, by: officer, at: made.time)
        let again = try vault.add(
            copy, bundle: bundle, digest: digest, naming: naming, by: officer, at: made.time)
        #expect(!again.isNew && again.entry.name == "JD/1")
        #expect(throws: VaultError.self) {
            try vault.add(copy, bundle: bundle, digest: .of([1]), naming: naming, by: officer, at: made.time)
        }
        #expect(FileManager.default.fileExists(atPath: copy) && vault.bundles.has(bundle))
        naming.casework = "NO SUCH CASE"
        #expect(throws: VaultError.self) {
            try vault.add(
                copy, bundle: SecureRandom.uuid(), digest: digest, naming: naming, by: officer, at: made.time)
        }
    }

    @Test func bundlesAreReadOnlyAndPartsFollowTheirExhibit() throws {
        let first = try made.add()
        let place = try made.open().bundles.path(of: first.bundle)
        let mode = try FileManager.default.attributesOfItem(atPath: place)[.posixPermissions] as? Int
        #expect(mode == 0o444)
        let part = try made.add(parent: first)
        #expect(part.name == "JD/1/a")
        #expect(try made.add(parent: part).name == "JD/1/b")
        #expect(try made.add().name == "JD/2")
    }

    @Test func disposalLeavesATombstoneAndNothingElse() throws {
        let kept = try made.add("the word heliotrope stays")
        let entry = try made.add("the word quicksilver goes", title: "quicksilver")
        let vault = try made.open()
        let path = vault.bundles.path(of: entry.bundle)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path + ".sidecar-01.json"))
        try vault.record(.tagged, of: entry, [("added", "quicksilver")], by: officer, at: made.time)
        #expect(
            try vault.catalogue.find(["quicksilver"], .init(), limit: 9).found.map(\.entry.name) == ["JD/2"])
        try vault.dispose(entry, why: "not relevant", by: officer, at: made.time)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(!FileManager.default.fileExists(atPath: path + ".sidecar-01.json"))
        #expect(try vault.catalogue.list(.init(), limit: 9).entries == [kept])
        let tomb = try #require(try vault.catalogue.entry(of: entry.bundle))
        #expect(tomb.name == "JD/2" && tomb.disposed != nil && tomb.disposal == "not relevant")
        #expect(tomb.title == "" && tomb.tags == [] && tomb.capture == nil && tomb.digest == entry.digest)
        let events = try vault.register.entries(of: entry.bundle)
        #expect(
            events.filter { $0.details != nil }.map(\.event.verb).allSatisfy {
                [.disposed, .erased].contains($0)
            })
        #expect(
            events.contains { $0.event.verb == .catalogued } && events.contains { $0.event.verb == .disposed }
        )
        // No page of the catalogue has the words any more, nor has the file that is written ahead of it.
        for file in ["catalogue.sqlite", "catalogue.sqlite-wal"] {
            let bytes = try made.home.read("vault/" + file)
            #expect(bytes.firstRange(of: Array("quicksilver".utf8)) == nil, "\(file)")
        }
        #expect(try made.home.read("vault/catalogue.sqlite").firstRange(of: Array("heliotrope".utf8)) != nil)
        // Its number is not given again, and nothing more is done with it.
        #expect(try made.add().name == "JD/3")
        #expect(throws: VaultError.self) {
            try vault.record(.tagged, of: entry, [("added", "x")], by: officer, at: made.time)
        }
        // What comes back under its id is surplus.
        try Data([1]).write(to: URL(fileURLWithPath: path))
        let found = try VaultCheck(made.folder, VaultCheck.Options()).run(vault.register).found
        #expect(found.map(\.state) == [.surplus] && found.first?.words.contains("was disposed of") == true)
    }

    @Test func wordsOfSensitiveExhibitsAreNotInTheCatalogue() throws {
        let entry = try made.add("the word periwinkle", flags: ["under-18"], title: "Report of a parent")
        #expect(entry.isSensitive && entry.capture?.author == "")
        let vault = try made.open()
        #expect(try vault.catalogue.find(["periwinkle"], .init(), limit: 9).found.isEmpty)
        #expect(try vault.catalogue.find(["parent"], .init(), limit: 9).found.count == 1)
        let later = try made.add("the word celandine")
        #expect(try vault.catalogue.find(["celandine"], .init(), limit: 9).found.count == 1)
        let tagged = try vault.record(
            .tagged, of: later, [("added", "intimate-image")], by: officer, at: made.time)
        #expect(tagged.isSensitive)
        #expect(try vault.catalogue.find(["celandine"], .init(), limit: 9).found.isEmpty)
        try vault.catalogue.forgetDeleted()
        #expect(try made.home.read("vault/catalogue.sqlite").firstRange(of: Array("periwinkle".utf8)) == nil)
        #expect(try made.home.read("vault/catalogue.sqlite").firstRange(of: Array("celandine".utf8)) == nil)
    }

    @Test func whatTheLogDoesNotAllowAKeyIsRefused() throws {
        let entry = try made.add()
        let vault = try made.open()
        let other = try SmallBundle()
        func look() throws {
            try vault.record(.viewed, of: entry, [("why", "x")], by: other.officer, at: made.time)
        }
        #expect(throws: VaultError.self) { try look() }
        try vault.register.add(other.officer.certificate, roles: [.read], by: officer, at: made.time)
        try look()
        #expect(throws: VaultError.self) {
            try vault.record(.copied, of: entry, [("why", "x")], by: other.officer, at: made.time)
        }
        #expect(throws: VaultError.self) {
            try vault.openCase("OP-1", title: "", by: other.officer, at: made.time)
        }
        #expect(throws: VaultError.self) {
            try vault.dispose(entry, why: "x", by: other.officer, at: made.time)
        }
        #expect(vault.bundles.has(entry.bundle))
        try vault.register.revoke(
            other.officer.certificate.keyDigest, why: "left", by: officer, at: made.time)
        #expect(throws: VaultError.self) { try look() }
        #expect(try vault.register.check().problems == [])
    }

    @Test func whatWasErasedFromTheLogGoesFromTheCatalogueToo() throws {
        let entry = try made.add(title: "The van")
        let vault = try made.open()
        try vault.record(.tagged, of: entry, [("added", "vermilion")], by: officer, at: made.time)
        let tagged = try #require(try vault.register.entries(of: entry.bundle).last)
        try vault.register.erase(detailsOf: tagged.index, why: "wrong person", by: officer, at: made.time)
        let after = try made.open().catalogue
        #expect(
            try after.entry(of: entry.bundle)?.tags == [] && after.entry(of: entry.bundle)?.title == "The van"
        )
        let contents = try after.contents()
        _ = try ExhibitVault.rebuild(made.folder, made.register)
        #expect(try made.open().catalogue.contents() == contents)
    }

    @Test func detailsThatWereNotSignedChangeNothing() throws {
        let entry = try made.add(title: "The van")
        let read = try #require(try made.open().register.entries(of: entry.bundle).first)
        #expect(
            try read.event.verb == .catalogued
                && LoggedEvent(read, BundleStore(made.folder), made.register.keyHistory()).by != nil)
        let forged = CustodyRegister.Entry(
            index: read.index, event: read.event, details: read.details, areDetailsTrue: false)
        let event = LoggedEvent(forged, BundleStore(made.folder), try made.register.keyHistory())
        #expect(event.by == nil && event.facts == nil)
        var problems: [String] = []
        let empty = try Catalogue(path: made.home.file("empty.sqlite"))
        try empty.rebuild(of: "log", problems: &problems) { $0 == 0 ? [event] : nil }
        #expect(problems.count == 1 && problems[0].contains("not signed by who is said to have acted"))
        #expect(try empty.entry(of: entry.bundle) == nil)
    }

    @Test func whatAKeySignedThatDoesNotCountChangesNothing() throws {
        let kept = try made.add("a van outside the school", title: "The van")
        let other = try made.add("another")
        let stranger = try SmallBundle().officer
        let gone = try SmallBundle().officer
        let register = try made.register
        try register.add(gone.certificate, roles: [.capture, .administer], by: officer, at: made.time)
        try made.open().record(.tagged, of: kept, [("added", "seen")], by: gone, at: made.time)
        try register.revoke(gone.certificate.keyDigest, why: "left", by: officer, at: made.time)
        let before = try made.open().catalogue.contents()
        let strange = try made.seal()
        for signer in [stranger, gone] {
            func append(_ verb: CustodyVerb, _ bundle: RandomUUID, _ members: KeyValuePairs<String, String>)
                throws
            {
                try made.append(verb, bundle: bundle, members.map { ($0.key, $0.value) }, by: signer)
            }
            try append(.tagged, kept.bundle, ["added": "under-18"])
            try append(
                .disposed, kept.bundle,
                [
                    "reference": "JD/1", "case": "", "entry": String(kept.entry),
                    "digest": kept.digest?.text ?? "",
                ])
            try append(
                .catalogued, strange.bundle,
                ["reference": "JD/3", "case": "", "digest": strange.digest.text])
        }
        let vault = try made.open()
        #expect(
            vault.problems.count == 6
                && vault.problems.allSatisfy { $0.contains("not added before, or was revoked") },
            "\(vault.problems)")
        #expect(try vault.catalogue.contents() == before)
        _ = try ExhibitVault.rebuild(made.folder, register)
        #expect(try made.open().catalogue.contents() == before)
        let check = try VaultCheck(made.folder, VaultCheck.Options()).run(register)
        #expect(check.bundles == 2 && check.found.map(\.path) == [strange.path], "\(check.found)")

        // Nor does a disposal that names the entry of another exhibit, whoever signs it.
        try made.append(
            .disposed, bundle: strange.bundle,
            [
                ("reference", "JD/9"), ("case", ""), ("entry", String(other.entry)),
                ("digest", strange.digest.text),
            ], by: officer)
        #expect(try made.open().problems.contains { $0.contains("fits nothing") })
        #expect(try made.open().catalogue.entry(of: other.bundle) == other)
    }
}
