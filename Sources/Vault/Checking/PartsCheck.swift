import Bytes
import CustodyEvents
import Hashing
import SealedParts
import Storage

/// The check of an encrypted exhibit that needs no key: its parts against their list, the list against the log, and who signed it against
/// the keys that the log knows. That the parts decrypt to the bundle is not known after it.
struct PartsCheck {
    /// What is wrong; for a person, behind the name of the exhibit.
    struct Fault {
        let state: CheckedFile.State
        let words: String
    }

    let bundles: BundleStore
    /// One that was revoked since may have signed before.
    let keys: KeyRoster

    /// Nil for parts that are whole.
    func fault(of bundle: RandomUUID, _ digest: SHA256Digest) -> Fault? {
        do {
            let (list, signature) = try SealedParts.check(bundles.partsPath(of: bundle))
            guard let member = keys.members[signature.signer.keyDigest], !member.roles.isEmpty else {
                return Fault(
                    state: .changed,
                    words: "the list of its parts is signed with a key that the log does not know")
            }
            guard list.digest == digest, list.bundle == bundle else {
                return Fault(
                    state: .changed,
                    words:
                        "is not as the log has it: encrypted is SHA-256 \(list.digest.hex), the log says \(digest.hex)"
                )
            }
            return nil
        } catch let failure as SealedParts.Failure {
            switch failure {
            case .missing, .noList: return Fault(state: .missing, words: "\(failure)")
            default: return Fault(state: .changed, words: "\(failure)")
            }
        } catch {
            return Fault(state: .unread, words: "\(error)")
        }
    }
}
