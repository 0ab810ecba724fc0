/// Written by `scripts/make-verify-page`.
enum BrowserPageDigest {
    /// SHA-256 of `verify.html`.
    static let known = "sha256:358be9a612c5ac0047620ee08e145556061f96bb1f2f5c260e98199e4bdafe0b"
}
