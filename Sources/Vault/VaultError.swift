/// Why the vault did not do what it was asked for, in plain English; text from outside is in it as it is.
public struct VaultError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Sendable {
        /// There is no such vault, case or exhibit.
        case missing
        /// It is there already, or another is in its place.
        case taken
        /// The log does not let this key do it.
        case refused
        /// What was given is not what it must be, or the vault is damaged.
        case wrong
    }

    public let kind: Kind
    public let description: String

    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
