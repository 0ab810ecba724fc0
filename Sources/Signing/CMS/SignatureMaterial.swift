public import Hashing

/// What is added to a signature after it was made, so that it can be verified when its makers are gone.
public struct SignatureMaterial: Sendable {
    /// Timestamp tokens over the signature value.
    public var tokens: [TimestampToken] = []
    /// Certificates on paths of the signer and of the tokens' authorities.
    public var certificates: [Certificate] = []
    public var revocation = Revocation.Material()

    public init() {}

    public var isEmpty: Bool {
        tokens.isEmpty && certificates.isEmpty && revocation.lists.isEmpty && revocation.responses.isEmpty
    }
}
