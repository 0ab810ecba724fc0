/// Written by `scripts/make-verify-page`.
enum BrowserPageDigest {
    /// SHA-256 of `verify.html`.
    static let known = "sha256:da240afb8d6a7547fdbde995350d143746a2086d28a34f61fc8a8eb08928549d"
}
