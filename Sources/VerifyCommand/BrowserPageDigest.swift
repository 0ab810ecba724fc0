/// Written by `scripts/make-verify-page`.
enum BrowserPageDigest {
    /// SHA-256 of `verify.html`.
    static let known = "sha256:79e9cab2851275c25142c493b02fb9e2e60b41138f59687078e802f7be9401b8"
}
