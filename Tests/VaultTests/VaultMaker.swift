import Bytes
import CustodyEvents
import Evidence
import Hashing
import Sealing
import Storage
import TestSupport

@testable import Custody
@testable import Vault

/// A vault in a folder of its own, and small bundles with posts to put into it.
struct VaultMaker: Sendable {
    let home: TemporaryFolder
    let folder: VaultFolder
    let maker: SmallBundle

    init() throws { try self.init(SmallBundle()) }

    init(officer: OfficerIdentity) throws { try self.init(SmallBundle(officer: officer)) }

    private init(_ maker: SmallBundle) throws {
        home = try TemporaryFolder()
        folder = try VaultFolder.create(home.file("vault"))
        self.maker = maker
    }

    var register: CustodyRegister {
        get throws { try CustodyRegister(folder: folder.custody, force: "Example Police") }
    }

    func open() throws -> ExhibitVault { try ExhibitVault(folder, register) }

    var time: Timestamp { maker.begun }

    /// Seals a bundle in `incoming`.
    func seal(_ words: String = "a van outside the school", flags: [JSONValue] = [], name: String? = nil)
        throws
        -> (path: String, bundle: RandomUUID, digest: SHA256Digest)
    {
        let path = try folder.incoming + "/\(name ?? SecureRandom.uuid().text).wacz"
        let post: JSONValue = [
            "platform": "x", "text": .string(words), "createdAt": "2026-11-20T10:00:00Z",
            "author": ["handle": "northgate_w", "name": "Northgate"],
        ]
        let stated: JSONValue = [
            "format": "exhibit-case/1",
            "stated": ["reports": [["reference": "R/1", "flags": .array(flags)]]],
        ]
        let writer = try maker.begin(at: path, target: "https://social.example/1")
        try maker.seal(
            writer,
            files: [BundlePath.posts: post.serialized() + [0x0A], BundlePath.caseFile: stated.serialized()])
        return (path, writer.plan.bundle, try FileDigest.sha256(of: path))
    }

    /// Seals a bundle and takes it in.
    @discardableResult
    func add(
        _ words: String = "a van outside the school", flags: [JSONValue] = [], casework: String = "",
        title: String = "", parent: CatalogueEntry? = nil
    ) throws -> CatalogueEntry {
        let (path, bundle, digest) = try seal(words, flags: flags)
        var naming = ExhibitVault.Naming(initials: "JD")
        (naming.casework, naming.title, naming.parent) = (casework, title, parent)
        return try open().add(
            path, bundle: bundle, digest: digest, naming: naming, by: maker.officer, at: time
        ).entry
    }

    /// Appends an event to the log as it is, whoever signs it and whatever it says.
    func append(
        _ verb: CustodyVerb, bundle: RandomUUID?, _ facts: [(name: String, value: String)],
        by signer: OfficerIdentity
    ) throws {
        let details = try CustodyDetails(facts.map { JSONMember($0.name, .string($0.value)) })
        let event = try CustodyEvent.signed(
            verb, bundle: bundle, details: details.digest, by: signer, at: time)
        _ = try register.log.append([LogItem(entry: event.serialized, details: details.serialized)])
    }
}
