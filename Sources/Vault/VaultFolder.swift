import Bytes
import Files
import Storage

/// Where a vault has what (`docs/formats/vault.md`).
public struct VaultFolder: Sendable, Equatable {
    static let format = "exhibit-vault/1"

    public let path: String

    /// A vault that is there. Throws `VaultError`, and `FileError` when it cannot be looked at.
    public init(_ path: String) throws {
        self.path = path
        guard Self.isVault(path) else { throw VaultError(.missing, "\(path): there is no vault") }
        let mark = try? JSONReader.parse(WholeFile.read(Self.markPath(path), maximumBytes: 1 << 16))
        guard mark?["format"]?.string == Self.format else {
            throw VaultError(.wrong, "\(path): this vault was made by another version of the program")
        }
    }

    public static func isVault(_ path: String) -> Bool { Folder.exists(markPath(path)) }

    /// Makes an empty vault; nothing happens to one that is there.
    public static func create(_ path: String) throws -> VaultFolder {
        if isVault(path) { return try VaultFolder(path) }
        for folder in [path, path + "/bundles", path + "/incoming"] where !Folder.isFolder(folder) {
            try Folder.create(folder)
        }
        // The mark comes last: without it there is no vault.
        let mark: JSONValue = ["format": .string(format)]
        try WholeFile.create(markPath(path), mark.serialized() + [0x0A], mode: 0o644)
        try Folder.sync(Folder.of(path))
        return try VaultFolder(path)
    }

    private static func markPath(_ path: String) -> String { path + "/vault.json" }

    /// The custody log.
    public var custody: String { path + "/custody" }
    /// Where captures are written until they are sealed, and then taken in.
    public var incoming: String { path + "/incoming" }
    /// Where captures of a batch are laid aside that ended early.
    public var interrupted: String { incoming + "/interrupted" }
    public var bundles: String { path + "/bundles" }
    public var catalogue: String { path + "/catalogue.sqlite" }
    /// How far a check of the whole vault has come.
    public var checkState: String { path + "/check.state" }
}
