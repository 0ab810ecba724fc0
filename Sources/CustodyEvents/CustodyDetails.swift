public import Bytes
public import Hashing

/// What an event says beside its entry, kept where it can be erased: the digest of the file, why, to whom.
public struct CustodyDetails: Sendable, Equatable {
    public static let maximumBytes = 64 << 10

    /// 32 hexadecimal digits, fresh for each event, so that nobody guesses details from their digest.
    public let salt: String
    public let json: JSONValue

    /// Throws what the source of random bytes throws.
    public init(_ members: [JSONMember]) throws {
        salt = Hex.encode(Array(try SecureRandom.bytes(16)))
        json = .object(members)
    }

    /// What is said, in their order, for people: what is no text as compact JSON.
    public var facts: [(name: String, text: String)] {
        (json.object ?? []).map { member in
            (member.name, member.value.string ?? SafeJSON.text(member.value))
        }
    }

    /// What the event is signed over.
    public var digest: SHA256Digest { SHA256Digest.of(Array(salt.utf8), json.serialized()) }

    public var serialized: [UInt8] { (["salt": .string(salt), "details": json] as JSONValue).serialized() }

    /// Nil for anything but what `serialized` gives.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes, let value = try? JSONReader.parse(bytes),
            let salt = value["salt"]?.string, let json = value["details"]
        else { return nil }
        self.salt = salt
        self.json = json
        guard serialized == bytes else { return nil }
    }
}
