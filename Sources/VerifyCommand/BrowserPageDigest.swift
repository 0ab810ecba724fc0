/// Written by `scripts/make-verify-page`.
enum BrowserPageDigest {
    /// SHA-256 of `verify.html`.
    static let known = "sha256:35141b7a0c522846530ecb7b45a7b55a22f9fbda79e003f2392ef14598b3d876"
}
