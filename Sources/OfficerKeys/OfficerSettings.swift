import Bytes
import Files
import Storage

/// What an officer settled once for this machine: `settings.json` of the key folder (`docs/formats/key-folder.md`).
public struct OfficerSettings: Sendable, Equatable {
    /// The whole path of the vault that is used unless another is named; nil for the one beside the key.
    public var vault: String?
    /// For exhibit references; nil for those that the name in the certificate gives.
    public var initials: String?

    static let format = "exhibit-settings/1"
    static let maximumBytes = 64 << 10

    var serialized: [UInt8] {
        let members =
            [JSONMember("format", .string(Self.format))]
            + [("vault", vault), ("initials", initials)].compactMap { name, value in
                value.map { JSONMember(name, .string($0)) }
            }
        return JSONValue.object(members).serialized() + [0x0A]
    }

    init() {}

    /// Nil for what is no such file.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONReader.parse(bytes), value["format"]?.string == Self.format,
            let members = value.object
        else { return nil }
        for member in members where member.name != "format" {
            guard let text = member.value.string, !text.isEmpty else { return nil }
            switch member.name {
            case "vault": vault = text
            case "initials": initials = text
            default: return nil
            }
        }
    }
}

extension KeyFolder {
    var settingsPath: String { path + "/settings.json" }

    /// Empty ones where nothing was settled. Throws `KeyFolderError.notSettings` for a file that is none.
    public func settings() throws -> OfficerSettings {
        guard Folder.exists(settingsPath) else { return OfficerSettings() }
        guard
            let settings = OfficerSettings(
                try WholeFile.read(settingsPath, maximumBytes: OfficerSettings.maximumBytes))
        else { throw KeyFolderError.notSettings(path: settingsPath) }
        return settings
    }

    /// Keeps them in place of those before.
    public func keep(_ settings: OfficerSettings) throws {
        try Folder.create(path)
        try WholeFile.replace(settingsPath, settings.serialized, mode: 0o600)
    }
}
