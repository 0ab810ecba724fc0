import Hashing
import OfficerKeys
import Sealing
import Signing

extension KeyOptions {
    /// Unlocks the key for reading exhibits; with one that opens, when some of them are encrypted and not opened yet. The agent signs and
    /// does not decrypt, so for these the passphrase is needed.
    func unlock(toRead arguments: [ExhibitArgument]) throws -> (officer: OfficerIdentity, key: SigningKey?) {
        guard arguments.contains(where: \.isClosed) else { return (try unlock(), nil) }
        let folder = try OfficerKey.folder()
        return try open(folder) { (try folder.open($0), try folder.openingKey($0)) }
    }
}
