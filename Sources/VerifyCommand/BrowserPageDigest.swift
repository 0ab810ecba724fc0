/// Written by `scripts/make-verify-page`.
enum BrowserPageDigest {
    /// SHA-256 of `verify.html`.
    static let known = "sha256:9ef46b420ef91de3191dd3ca5c5be166337cbf71bba4594d826977e26c6943b5"
}
