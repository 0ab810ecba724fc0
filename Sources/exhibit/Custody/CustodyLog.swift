import Bytes
import Custody
import Evidence
import Hashing
import OfficerKeys
import Reading
import Sealing
import Storage
import VerifyCommand

/// The custody log beside the officer's key.
enum CustodyLog {
    static func open() throws -> CustodyRegister {
        let folder = try OfficerKey.folder()
        if !Folder.exists(folder.path) { try Folder.create(folder.path) }
        return try CustodyRegister(
            folder: folder.path + "/custody", force: (try? folder.certificate().organization) ?? "force")
    }

    /// The bundle that a file is.
    static func bundle(of path: String) throws -> RandomUUID {
        try ReadableBundle(path: path).statement().statement.bundle
    }

    /// Notes what was done with a bundle. The bundle is there whatever becomes of this: a failure is said, and no more.
    static func note(_ verb: CustodyVerb, _ path: String, digest: SHA256Digest, by officer: OfficerIdentity) {
        do {
            _ = try open().record(
                verb, bundle: bundle(of: path),
                details: [
                    JSONMember("file", .string(Folder.name(of: path))),
                    JSONMember("digest", .string(digest.text)),
                    JSONMember("by", .string(officer.certificate.commonName ?? officer.certificate.subject)),
                ], by: officer, at: SealingClock.system.now())
        } catch {
            Output.say("the custody log could not be written: \(SafeText.escaped("\(error)", limit: 400))")
        }
    }
}
