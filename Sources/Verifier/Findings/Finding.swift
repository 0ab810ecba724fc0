/// What a verdict is about, kept apart so that nothing hides behind one mark.
public enum Dimension: String, Sendable, CaseIterable {
    case container, records, completeness, index, statement, signer, time, origin, custody
}

/// The result of one check that has something to tell.
public struct Finding: Sendable, Equatable {
    public enum Weight: Sendable, Equatable {
        /// The file is not as sealed.
        case failure(Kind)
        /// A version or a name that this program does not know.
        case unsupported
        /// The file is no bundle of this format.
        case foreign
        /// Nothing wrong, but not tied to what the verifier trusts.
        case unanchored
        /// A permanent fact that weakens the bundle.
        case caveat
        case note
    }

    /// How a file differs from what was sealed.
    public enum Kind: String, Sendable {
        case altered, damaged, malformed
    }

    /// Stable, as `records.digest`.
    public let code: String
    public let weight: Weight
    public let dimension: Dimension
    /// The file in the bundle, the line or byte in it, or the record by number, type and address; text from outside is escaped.
    public let place: String?
    /// In plain English; text from outside is escaped.
    public let text: String

    public init(
        _ code: String, _ weight: Weight, _ dimension: Dimension, at place: String? = nil, _ text: String
    ) {
        self.code = code
        self.weight = weight
        self.dimension = dimension
        self.place = place
        self.text = text
    }
}
