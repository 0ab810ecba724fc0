import Reading

extension BundleSummary {
    /// The sentence in the place of what was posted; nil where that stands there itself.
    var hiddenWords: String? {
        hidden.map { "What was posted, and the page’s own title, are not shown here: \($0)." }
    }
}
