public import Evidence
public import Hashing

/// What was withheld, by whom, as the verdict shows it.
public struct ShownDerivation: Sendable {
    public let derivation: Derivation
    public let signer: Certificate
    /// How who disclosed is tied to what the verifier trusts.
    public internal(set) var anchor: String?
    /// Records and files of the original that are not in the bundle.
    public var withheld: Int { withheldRecords + withheldFiles }
    public var withheldRecords: Int { derivation.withheldCount(.records) }
    public var withheldFiles: Int { derivation.withheldCount(.files) }
}
