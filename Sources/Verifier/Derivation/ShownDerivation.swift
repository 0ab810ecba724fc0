public import Evidence
public import Hashing

/// What was withheld, by whom, as the verdict shows it.
public struct ShownDerivation: Sendable {
    public let derivation: Derivation
    public let signer: Certificate
    /// How who disclosed is tied to what the verifier trusts.
    public internal(set) var anchor: String?
    /// Files of the original, those that are merely made anew not counted.
    public let files: Int

    /// Records and files of the original that are not in the bundle.
    public var withheld: Int { withheldRecords + withheldFiles }
    public var withheldRecords: Int { derivation.withheldCount(.records) }
    public var withheldFiles: Int { derivation.withheldCount(.files) }

    /// `12 of 40 records and 1 of 5 files`
    public var words: String {
        "\(withheldRecords) of \(derivation.records.count) records and \(withheldFiles) of \(files) files"
    }
}
