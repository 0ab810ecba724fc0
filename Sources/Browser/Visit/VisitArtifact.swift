/// Something that a visit makes: a resource record of the bundle (bundle format, section 4).
public enum VisitArtifact: Sendable, Hashable {
    /// A picture of the window before the page was touched, as PNG.
    case view
    /// The document tree at that moment, as HTML in UTF-8.
    case viewDOM
    /// A picture of the whole page at the end, as PNG.
    case fullPage
    /// The page printed, as PDF.
    case pdf
    /// The document tree at the end, as HTML in UTF-8.
    case dom
    /// The visible text at the end, in UTF-8.
    case text
    /// A script that was run in the page, exactly as it ran, in UTF-8.
    case script(String)

    /// What is missing when the artifact is, in plain English; nil for scripts.
    var whatIsMissing: String? {
        switch self {
        case .view: "the picture of the window before the page was touched"
        case .viewDOM: "the document before the page was touched"
        case .fullPage: "the picture of the whole page"
        case .pdf: "the printed page"
        case .dom: "the document at the end"
        case .text: "the visible text"
        case .script: nil
        }
    }

    /// Those that every whole visit gives, in the order in which they come.
    static let all: [VisitArtifact] = [.view, .viewDOM, .fullPage, .dom, .text, .pdf]
}
