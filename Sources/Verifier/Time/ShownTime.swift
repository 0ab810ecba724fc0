public import Bytes

/// A time that a timestamp authority gave, as the verdict shows it.
public struct ShownTime: Sendable, Equatable {
    /// What the token is over.
    public enum Subject: String, Sendable {
        /// Made before the capture.
        case bracket
        /// The officer's signature.
        case signature
        /// The signature of who disclosed.
        case derivation
        /// The whole file and every token before, renewed.
        case renewal
        /// A checkpoint of a custody log.
        case checkpoint
    }

    public let subject: Subject
    public let time: Timestamp
    /// The authority's name, as its certificate claims it; text from outside.
    public let authority: String
    /// Whether the authority is one that the verifier was given, so that the time counts.
    public let counts: Bool
}
