import Bytes
import Custody
import CustodyEvents
import Evidence
import Hashing
import Sealing
import Storage

/// What the custody log is told of a disclosure: why, to whom, of which bundle, and what was made.
struct DisclosureEvents {
    let why: String
    let to: String?
    let officer: OfficerIdentity
    let vault: String?

    /// Before anything is written: parts of this bundle are withheld. Throws for an exhibit when the log cannot have it; for a file
    /// elsewhere that is said, and no more.
    func withheld(_ argument: ExhibitArgument) throws {
        if argument.exhibit != nil {
            try argument.note(.withheld, why: why, to: to, by: officer)
        } else {
            CustodyLog.note(
                .withheld, argument.path, digest: try argument.digest(), and: reasons, by: officer,
                vault: vault)
        }
    }

    /// The part was made. One of an exhibit is removed again when the log cannot have it.
    func disclosed(
        _ output: String, digest: SHA256Digest, of original: RandomUUID, from argument: ExhibitArgument
    ) throws {
        let more = [JSONMember("original", .string(original.urn))] + reasons
        guard argument.exhibit != nil else {
            return CustodyLog.note(
                .disclosed, output, digest: digest, and: more, by: officer, vault: vault)
        }
        do {
            try CustodyLog.record(
                .disclosed, output, digest: digest, and: more, by: officer, vault: vault)
        } catch {
            // That the log failed matters more than a file that could not be removed.
            try? Folder.remove(output)
            throw error
        }
    }

    private var reasons: [JSONMember] {
        [JSONMember("why", .string(why))] + (to.map { [JSONMember("to", .string($0))] } ?? [])
    }
}
