import Bytes

/// Texts that change with the law or with forms, out of a dated file and not out of the program.
struct DatedTexts: Sendable {
    private let value: JSONValue

    private init(_ bytes: [UInt8]) { value = (try? JSONReader.parse(bytes)) ?? .null }

    static let statement = DatedTexts(PackageResources.witness_statement_json)
    static let schedules = DatedTexts(PackageResources.schedules_json)
    static let knownIssues = DatedTexts(PackageResources.known_issues_json)
    static let occasions = DatedTexts(PackageResources.occasions_json)
    static let preservation = DatedTexts(PackageResources.preservation_json)
    static let all = [statement, schedules, knownIssues, occasions, preservation]

    /// Empty for a name that the file does not have; a test looks that none is.
    func text(_ names: String...) -> String { member(names)?.string ?? "" }

    func list(_ names: String...) -> [String] { (member(names)?.array ?? []).compactMap(\.string) }

    func objects(_ names: String...) -> [JSONValue] { member(names)?.array ?? [] }

    /// What nobody should take from the program: each is to be looked up.
    var checks: [String] { list("checks") }

    private func member(_ names: [String]) -> JSONValue? {
        names.reduce(Optional(value)) { $0?[$1] }
    }
}

extension HTMLBody {
    /// The end of a report that rests on a form or a law: how old the text is, and what is to be checked.
    mutating func checks(_ texts: DatedTexts) {
        heading(2, "Check with your force’s guidance")
        list(texts.checks)
        paragraph("The wording of this form is that of \(texts.text("dated")).")
    }
}
