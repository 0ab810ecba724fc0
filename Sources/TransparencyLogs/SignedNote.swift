import Bytes
import Hashing

/// A short text with signatures of who vouches for it (C2SP signed-note).
public struct SignedNote: Sendable, Equatable {
    /// One line of signatures.
    public struct Signature: Sendable, Equatable {
        public let name: String
        /// The first four bytes of the digest that a key is told by.
        public let keyID: [UInt8]
        public let bytes: [UInt8]

        public init(name: String, keyID: [UInt8], bytes: [UInt8]) {
            self.name = name
            self.keyID = keyID
            self.bytes = bytes
        }

        /// As it stands in a note, without its line end.
        public var line: String { "— \(name) \(Base64.encode(keyID + bytes))" }
    }

    private static let mostBytes = 1 << 20
    private static let mostSignatures = 64

    /// Ends with a line end.
    public let text: String
    public private(set) var signatures: [Signature]

    public init(text: String, signatures: [Signature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note; nil for what is none.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.mostBytes, String(validating: bytes, as: UTF8.self) != nil,
            bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }), bytes.last == 0x0A,
            let gap = Self.lastGap(bytes)
        else { return nil }
        let lines = String(decoding: bytes[(gap + 2)...], as: UTF8.self).dropLast().split(
            separator: "\n", omittingEmptySubsequences: false)
        guard !lines.isEmpty, lines.count <= Self.mostSignatures else { return nil }
        var signatures: [Signature] = []
        for line in lines {
            guard let signature = Self.signature(line) else { return nil }
            signatures.append(signature)
        }
        text = String(decoding: bytes[...gap], as: UTF8.self)
        self.signatures = signatures
    }

    /// Where the last empty line begins: its text ends with the line end there.
    private static func lastGap(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 2 else { return nil }
        return (0..<(bytes.count - 1)).last { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A }
    }

    private static func signature(_ line: Substring) -> Signature? {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "—", isName(parts[1]), let bytes = Base64.decode(parts[2].utf8),
            bytes.count > 4
        else { return nil }
        return Signature(
            name: String(parts[1]), keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
    }

    /// Whether a text can be the name of a key: not empty, without spaces and plus signs.
    public static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && !text.contains { $0.isWhitespace || $0 == "+" }
    }

    public var serialized: [UInt8] {
        let lines = signatures.map { $0.line + "\n" }
        return Array((text + "\n" + lines.joined()).utf8)
    }

    /// Adds a signature behind the others.
    public mutating func add(_ signature: Signature) { signatures.append(signature) }

    /// What a key of a note is told by: the first four bytes of SHA-256 over its name, a line end, its type and itself.
    public static func keyID(name: String, type: UInt8, key: [UInt8]) -> [UInt8] {
        Array(SHA256Digest.of(Array(name.utf8) + [0x0A, type] + key).bytes.prefix(4))
    }
}
