import Files
public import Sessions
public import Signing
import Storage

/// The officer's browser profiles on this machine, each encrypted with the passphrase of the key.
public struct ProfileStore: Sendable {
    private let folder: String
    private static let ending = ".profile"
    private static let mostBytes = 16 << 20

    /// Below a key folder.
    public init(keyFolder: String) { folder = keyFolder + "/profiles" }

    /// Whether a name can be one: 1 to 64 letters, digits, `-` and `_`.
    public static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                Character(Unicode.Scalar(byte)).isLetter && byte < 0x80 || (0x30...0x39).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)\(Self.ending)" }

    /// In the order of their names.
    public func names() throws -> [String] {
        guard Folder.exists(folder) else { return [] }
        return try Folder.names(in: folder).filter { $0.hasSuffix(Self.ending) }.map {
            String($0.dropLast(Self.ending.count))
        }.sorted()
    }

    /// Keeps a profile under a name that is free. Throws `FileError`.
    public func save(_ profile: SessionProfile, _ passphrase: Passphrase) throws {
        if !Folder.exists(folder) { try Folder.createNew(folder) }
        try WholeFile.create(
            path(profile.name), try PassphraseBox.seal(profile.serialized, passphrase), mode: 0o600)
    }

    /// Opens a profile; nil for a name that there is not. Throws `KeyError.wrongPassphrase`.
    public func open(_ name: String, _ passphrase: Passphrase) throws -> SessionProfile? {
        guard Self.isName(name), Folder.exists(path(name)) else { return nil }
        let sealed = try WholeFile.read(path(name), maximumBytes: Self.mostBytes)
        return SessionProfile(try PassphraseBox.open(sealed, passphrase))
    }

    /// Removes a profile; false for a name that there is not.
    public func remove(_ name: String) throws -> Bool {
        guard Self.isName(name), Folder.exists(path(name)) else { return false }
        try Folder.remove(path(name))
        return true
    }
}
