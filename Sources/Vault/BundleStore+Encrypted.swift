public import Bytes
import Evidence
import Files
import Glibc
import Hashing
import SealedParts
import Storage

/// Bundles that are kept encrypted (`docs/formats/vault.md`).
extension BundleStore {
    /// Where encrypted parts are made before they get their place. What an interrupted encryption left there is removed.
    func stageParts(_ bundle: RandomUUID) throws -> String {
        try removeStagedParts(bundle)
        return folder.incoming + "/" + Folder.name(of: partsPath(of: bundle))
    }

    /// Removes what an interrupted encryption left in `incoming`: parts that were whole, and the folders that they were being made in.
    func removeStagedParts(_ bundle: RandomUUID) throws {
        let staged = Folder.name(of: partsPath(of: bundle))
        for name in try Folder.names(in: folder.incoming)
        where name == staged || name.hasPrefix(staged + ".") {
            try Folder.removeTree(folder.incoming + "/" + name)
        }
    }

    /// Gives parts in `incoming` their place, whole; those that were there before are removed after that.
    func placeParts(_ staged: String, of bundle: RandomUUID) throws {
        for name in try Folder.names(in: staged) {
            let file = try OpenFile.reading(staged + "/" + name)
            guard fchmod(file.descriptor, 0o444) == 0 else { throw FileError("set the mode of", name) }
            try file.sync()
        }
        try Folder.sync(staged)
        let place = partsPath(of: bundle)
        guard isEncrypted(bundle) else { return try Folder.rename(staged, to: place) }
        // At every moment whole parts have the name.
        try Folder.exchange(staged, with: place)
        try Folder.sync(Folder.of(place))
        try Folder.removeTree(staged)
    }

    /// Bytes of the parts of a bundle.
    func partsBytes(of bundle: RandomUUID) throws -> Int {
        let folder = partsPath(of: bundle)
        return try Folder.names(in: folder).reduce(0) { try $0 + OpenFile.reading(folder + "/" + $1).size() }
    }

    /// Removes the file of a bundle that is there encrypted. The disk may keep its blocks until it writes over them.
    func removePlain(_ bundle: RandomUUID) throws {
        let plain = path(of: bundle)
        guard isEncrypted(bundle), Folder.exists(plain) else { return }
        try Folder.remove(plain)
        try Folder.sync(Folder.of(plain))
    }

    /// Keeps what the catalogue needs of a bundle beside it, before its file is encrypted; whatever was there instead goes.
    func keepFacts(of bundle: RandomUUID) throws {
        let path = factsPath(of: bundle)
        guard let facts = BundleFacts.read(self.path(of: bundle), as: bundle) else { return }
        try WholeFile.replace(path, EncryptedFacts.serialized(facts), mode: 0o444)
    }

    /// Copies the sidecars of a bundle to beside another path.
    public func copySidecars(of bundle: RandomUUID, beside path: String) throws {
        let place = self.path(of: bundle)
        for sidecar in Self.sidecars(beside: place) {
            _ = try Self.copy(
                sidecar, to: OpenFile.creating(path + sidecar.dropFirst(place.count)))
        }
    }

    /// Takes a sidecar that was made beside an opened bundle; gives where it lies.
    public func keepSidecar(_ sidecar: String, beside opened: String, of bundle: RandomUUID) throws -> String
    {
        let place = path(of: bundle) + sidecar.dropFirst(opened.count)
        let copy = try Self.copy(sidecar, to: OpenFile.temporary(beside: place))
        try Self.name(copy.path, place)
        return place
    }
}
