/// Written by `scripts/make-verify-page`.
enum BrowserPageDigest {
    /// SHA-256 of `verify.html`.
    static let known = "sha256:9d53aacb7aa4033ee8d5f6d1da6e7cd4580d276ae10f268643452399415f4bec"
}
