import Bytes

/// A permanent fact that weakens a bundle, told at capture and in every verdict.
public struct Caveat: Sendable, Equatable {
    /// Stable, as `allow-private`.
    public let code: String
    /// In plain English.
    public let text: String

    public init(code: String, text: String) {
        self.code = code
        self.text = text
    }

    var json: JSONValue { ["code": .string(code), "text": .string(text)] }
}
