/// Written by `scripts/make-verify-page`.
enum BrowserPageDigest {
    /// SHA-256 of `verify.html`.
    static let known = "sha256:9c5a94fb358e579d73b45a1a48ba3bb1253b39796667eadb8944c4cbbc561d3a"
}
