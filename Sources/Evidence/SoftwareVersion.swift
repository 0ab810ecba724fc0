public import Bytes

/// The version of this program, as bundles and `--version` tell it.
public enum SoftwareVersion {
    public static let text = "0.1.0"

    /// The program by its name and version, as what it read is marked in a bundle.
    public static var json: JSONValue { ["name": "exhibit", "version": .string(text)] }
}
