public import Hashing

/// The page that verifies a bundle in a browser: one file, `verify.html`.
///
/// `scripts/make-verify-page` makes it from `Resources/verify`. Whoever has it compares its digest with the one that `exhibit --version`
/// prints.
public enum VerifyPage {
    /// What the file is called.
    public static let name = "verify.html"

    /// The whole file.
    public static var bytes: [UInt8] { PackageResources.verify_html }

    public static let digest = SHA256Digest.of(bytes)
}
