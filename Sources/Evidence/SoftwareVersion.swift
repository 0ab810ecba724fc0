/// The version of this program, as bundles and `--version` tell it.
public enum SoftwareVersion {
    public static let text = "0.1.0"
}
