public import Bytes
import Evidence
import Files
import Glibc
public import Hashing
import Storage

/// The bundles of a vault, each written once under its id.
///
/// The one place where a bundle's file comes into the vault (`place`), is named for reading (`path`) and leaves it (`remove`).
public struct BundleStore: Sendable {
    let folder: VaultFolder

    public init(_ folder: VaultFolder) { self.folder = folder }

    /// Where a bundle lies, or would.
    public func path(of bundle: RandomUUID) -> String {
        "\(folder.bundles)/\(bundle.text.prefix(2))/\(bundle.text).wacz"
    }

    /// Where a bundle lies that is kept encrypted, in parts, or would.
    public func partsPath(of bundle: RandomUUID) -> String { path(of: bundle) + ".parts" }

    /// What the catalogue has of an encrypted bundle.
    func factsPath(of bundle: RandomUUID) -> String { path(of: bundle) + ".facts.json" }

    public func isEncrypted(_ bundle: RandomUUID) -> Bool { Folder.isFolder(partsPath(of: bundle)) }

    public func has(_ bundle: RandomUUID) -> Bool {
        Folder.exists(path(of: bundle)) || isEncrypted(bundle)
    }

    /// How the names begin of copies that are being looked at.
    static let stagedName = "adding"

    /// A copy of a file, and of the sidecars beside it, in `incoming`, to be looked at before it is placed.
    public func stage(_ source: String) throws -> (path: String, digest: SHA256Digest) {
        let staged = try Self.copy(
            source, to: OpenFile.temporary(beside: folder.incoming + "/" + Self.stagedName))
        do {
            for sidecar in Self.sidecars(beside: source) {
                _ = try Self.copy(
                    sidecar, to: OpenFile.creating(staged.path + sidecar.dropFirst(source.count)))
            }
        } catch {
            try? unstage(staged.path)
            throw error
        }
        return staged
    }

    /// Removes a staged copy that is not wanted.
    public func unstage(_ staged: String) throws {
        for path in Self.sidecars(beside: staged) + [staged] { try Folder.remove(path) }
    }

    /// Gives a file in `incoming`, and the sidecars beside it, their place for ever; read-only, and on the disk when this
    /// returns. A file that is in its place already stays there. Throws `VaultError` when another file has the place.
    public func place(_ path: String, as bundle: RandomUUID) throws {
        let place = self.path(of: bundle)
        if try Folder.isSameFile(path, place) { return }
        let parent = Folder.of(place)
        if !Folder.isFolder(parent) {
            try Folder.create(parent)
            try Folder.sync(folder.bundles)
        }
        // The bundle comes last: sidecars without it are found, a bundle without them would look whole.
        for file in Self.sidecars(beside: path) + [path] {
            let place = place + file.dropFirst(path.count)
            try Self.finish(file)
            if Folder.exists(place) {
                // A crash left it there; what has the same bytes need not come there again.
                guard try FileDigest.sha256(of: place) == FileDigest.sha256(of: file) else {
                    throw VaultError(
                        .taken, "\(place): is here with other contents than \(file); both stay where they are"
                    )
                }
                try Self.finish(place)
                try Folder.remove(file)
            } else {
                try Folder.rename(file, to: place)
            }
        }
        try Folder.sync(Folder.of(path))
    }

    /// Makes a file read-only, and has it on the disk.
    private static func finish(_ file: String) throws {
        let open = try OpenFile.reading(file)
        guard fchmod(open.descriptor, 0o444) == 0 else { throw FileError("set the mode of", file) }
        try open.sync()
    }

    /// Removes a bundle and what lies beside it.
    public func remove(_ bundle: RandomUUID) throws {
        let place = path(of: bundle)
        let files = Self.sidecars(beside: place) + [factsPath(of: bundle), place]
        for file in files where Folder.exists(file) { try Folder.remove(file) }
        if isEncrypted(bundle) { try Folder.removeTree(partsPath(of: bundle)) }
        if Folder.isFolder(Folder.of(place)) { try Folder.sync(Folder.of(place)) }
    }

    /// Writes a copy of an exhibit's bundle, which lies at `path`, to a new file; false, and no file, when its digest is not the one that
    /// it must have.
    public func copy(_ entry: CatalogueEntry, at path: String, to output: String) throws -> Bool {
        let copy = try Self.copy(path, to: OpenFile.temporary(beside: output))
        guard copy.digest == entry.digest else {
            try Folder.remove(copy.path)
            return false
        }
        try Self.name(copy.path, output)
        return true
    }

    /// Gives a temporary copy its name, or removes it.
    static func name(_ copy: String, _ path: String) throws {
        do {
            try Folder.rename(copy, to: path)
        } catch {
            // The cause matters more than a copy that could not be removed after it.
            try? Folder.remove(copy)
            throw error
        }
    }

    /// Every file among the bundles, as a path, sorted.
    public func files() throws -> [String] {
        try Folder.names(in: folder.bundles).flatMap { name -> [String] in
            let path = folder.bundles + "/" + name
            guard try Folder.kind(of: path) == .folder else { return [path] }
            return try Folder.names(in: path).map { path + "/" + $0 }
        }
    }

    /// The bundle whose file, or whose sidecar, has this path; nil for any other name.
    public func bundle(at path: String) -> RandomUUID? {
        let name = Folder.name(of: path)
        guard let bundle = RandomUUID(name.prefix(36)) else { return nil }
        let place = self.path(of: bundle)
        let own = [place, partsPath(of: bundle), factsPath(of: bundle)]
        return own.contains(path) || path.hasPrefix(place + ".sidecar-") ? bundle : nil
    }

    static func sidecars(beside path: String) -> [String] {
        Sidecar.paths(beside: path, where: Folder.exists)
    }

    static func copy(_ source: String, to copy: OpenFile) throws -> (
        path: String, digest: SHA256Digest
    ) {
        do {
            let file = try OpenFile.reading(source)
            var digest = try RunningDigest.sha256()
            var place = 0
            while true {
                let piece = try file.read(at: place, count: 1 << 20)
                guard !piece.isEmpty else { break }
                try digest.update(piece)
                try copy.write(piece, at: place)
                place += piece.count
            }
            try copy.sync()
            return (copy.path, try digest.finalize())
        } catch {
            try? Folder.remove(copy.path)
            throw error
        }
    }
}
