import Bytes
import Capture
import Custody
import CustodyEvents
import Evidence
import Hashing
import OfficerKeys
import Sealing
import Storage
import TransparencyLogs
import Vault
import VerifyCommand

/// The custody log: of the vault, or beside the officer's key where there is none.
enum CustodyLog {
    static func open(vault: String? = nil) throws -> CustodyRegister {
        let folder = try OfficerKey.folder()
        let vault = try VaultOptions.folder(vault)
        if !Folder.exists(folder.path) { try Folder.create(folder.path) }
        return try register(vault, folder)
    }

    /// The log of a vault, or beside the key.
    static func register(_ vault: VaultFolder?, _ folder: KeyFolder) throws -> CustodyRegister {
        // Logs of one force have one name: what was seen of one says nothing of another.
        // By the folder, however it was spelled.
        let path = (vault?.path).map(FolderPath.real)
        let isStandard = try path == nil || path == FolderPath.real(VaultOptions.standardPath())
        let mark = isStandard ? "" : "-" + SHA256Digest.of(Array((path ?? "").utf8)).hex.prefix(16)
        return try CustodyRegister(
            folder: vault?.custody ?? folder.path + "/custody", force: force(),
            known: folder.path + "/custody.known" + mark)
    }

    /// What names a new log.
    static func force() -> String { (try? OfficerKey.folder().certificate().organization) ?? "force" }

    /// The bundle that a file or exhibit is.
    static func bundle(of text: String) throws -> RandomUUID { try ExhibitArgument.resolve(text).bundle() }

    /// Notes what was done with a bundle. The bundle is there whatever becomes of this: a failure is said, and no more.
    static func note(
        _ verb: CustodyVerb, _ path: String, digest: SHA256Digest, and more: [JSONMember] = [],
        by officer: OfficerIdentity, vault: String? = nil
    ) {
        trying { try record(verb, path, digest: digest, and: more, by: officer, vault: vault) }
    }

    /// As `note`; throws when the log cannot have it.
    static func record(
        _ verb: CustodyVerb, _ path: String, digest: SHA256Digest, and more: [JSONMember] = [],
        by officer: OfficerIdentity, vault: String? = nil
    ) throws {
        try open(vault: vault).record(
            verb, bundle: ExhibitArgument.bundle(inFile: path),
            details: [
                JSONMember("file", .string(Folder.name(of: path))),
                JSONMember("digest", .string(digest.text)),
            ] + more + [by(officer)], by: officer, at: SealingClock.system.now())
    }

    /// What captures tell the log while they run.
    static func captures(by officer: OfficerIdentity, vault: String? = nil) -> CaptureCustody {
        CaptureCustody(
            begin: { bundle, target in
                trying {
                    let begun = try open(vault: vault).append(
                        .begun, bundle: bundle,
                        details: [JSONMember("target", .string(target)), by(officer)],
                        by: officer, at: SealingClock.system.now())
                    return String(decoding: begun.note.serialized, as: UTF8.self)
                }
            },
            endWithoutBundle: { bundle, ending in
                let (verb, why): (CustodyVerb, String) =
                    switch ending {
                    case .abandoned: (.abandoned, "stopped by a person")
                    case .failed(let why): (.failed, SafeText.escaped(why, limit: 1000))
                    }
                trying {
                    try open(vault: vault).record(
                        verb, bundle: bundle, details: [JSONMember("why", .string(why)), by(officer)],
                        by: officer, at: SealingClock.system.now())
                }
            })
    }

    private static func by(_ officer: OfficerIdentity) -> JSONMember {
        JSONMember("by", .string(officer.certificate.holder))
    }

    @discardableResult
    private static func trying<Result>(_ body: () throws -> Result) -> Result? {
        do {
            return try body()
        } catch {
            Output.say("the custody log could not be written: \(SafeText.escaped("\(error)", limit: 600))")
            return nil
        }
    }
}
