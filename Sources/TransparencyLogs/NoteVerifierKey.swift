import Bytes
public import Hashing

/// A key that vouches for notes, as it is handed around: `name+hex8+base64` (C2SP signed-note, "Verifier keys").
public struct NoteVerifierKey: Sendable, Equatable {
    /// What a key signs.
    public enum Kind: UInt8, Sendable {
        /// The text itself: a log.
        case ed25519 = 0x01
        /// The text with a time before it: a witness (C2SP tlog-cosignature).
        case cosignature = 0x04
    }

    public let name: String
    public let kind: Kind
    public let key: Ed25519PublicKey

    /// Nil for a name that no key can have.
    public init?(name: String, kind: Kind, key: Ed25519PublicKey) {
        guard SignedNote.isName(name) else { return nil }
        self.name = name
        self.kind = kind
        self.key = key
    }

    /// Reads the text; nil where its parts do not fit together, and for kinds of keys that are not known.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(parts[2].utf8), bytes.count == 33,
            let kind = Kind(rawValue: bytes[0]), let key = Ed25519PublicKey(Array(bytes.dropFirst()))
        else { return nil }
        self.init(name: String(parts[0]), kind: kind, key: key)
        guard Hex.encode(keyID) == parts[1] else { return nil }
    }

    public var keyID: [UInt8] { SignedNote.keyID(name: name, type: kind.rawValue, key: key.bytes) }

    public var text: String { "\(name)+\(Hex.encode(keyID))+\(Base64.encode([kind.rawValue] + key.bytes))" }

    /// What a signature of a witness is over (C2SP tlog-cosignature).
    public static func cosigned(_ text: String, seconds: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
    }

    /// What this key says of a note.
    public enum Finding: Sendable, Equatable {
        /// No line is of this key.
        case silent
        /// A line names this key, and is not its signature: the note is to be refused.
        case wrong
        /// It signed, a witness at so many seconds since 1970.
        case signed(seconds: UInt64?)
    }

    public func finding(on note: SignedNote) throws(OpenSSLError) -> Finding {
        var found = Finding.silent
        for signature in note.signatures where signature.name == name && signature.keyID == keyID {
            switch kind {
            case .ed25519:
                guard try key.verifies(signature.bytes, of: Array(note.text.utf8)) else { return .wrong }
                found = .signed(seconds: nil)
            case .cosignature:
                guard signature.bytes.count == 72 else { return .wrong }
                let seconds = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                guard seconds <= UInt64(Int64.max),
                    try key.verifies(
                        Array(signature.bytes.dropFirst(8)), of: Self.cosigned(note.text, seconds: seconds))
                else { return .wrong }
                found = .signed(seconds: seconds)
            }
        }
        return found
    }
}
