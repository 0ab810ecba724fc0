public import Bytes
import Evidence
public import TestSupport

/// A connection record of a real capture, to be changed.
public struct HandshakeRecord: Sendable {
    public private(set) var value: JSONValue

    /// The first one of a sealed bundle.
    public init(ofBundle path: String) throws {
        let found = try BundleRecords.of(path).first("resource", RecordURI.connection(1))
        value = try JSONReader.parse(found?.block ?? [])
    }

    /// Puts another value where a path of names leads.
    public mutating func set(_ path: [String], to other: JSONValue) {
        value = Self.setting(value, path[...], to: other)
    }

    /// The handshake messages, each with its header, and whether the server sent them.
    public var messages: [(isServers: Bool, bytes: [UInt8])] {
        (value["tls"]?["handshake"]?.array ?? []).map { message in
            (
                message["from"]?.string == "server",
                message["message"]?.string.flatMap { Base64.decode($0) } ?? []
            )
        }
    }

    /// Puts another message in the place of one.
    public mutating func setMessage(_ place: Int, to bytes: [UInt8]) {
        var messages = value["tls"]?["handshake"]?.array ?? []
        messages[place] = Self.setting(messages[place], ["message"], to: .string(Base64.encode(bytes)))
        set(["tls", "handshake"], to: .array(messages))
    }

    /// Changes the first message of a type (RFC 8446, section 4) from the server.
    public mutating func changeMessage(_ type: UInt8, _ change: (inout [UInt8]) -> Void) {
        guard let place = messages.firstIndex(where: { $0.isServers && $0.bytes.first == type }) else {
            return
        }
        var bytes = messages[place].bytes
        change(&bytes)
        setMessage(place, to: bytes)
    }

    /// A bundle of another making with this record and an exchange over its connection.
    public func draft(_ maker: SmallBundle) throws -> BundleDraft {
        var draft = try BundleDraft(maker, engine: .fetch)
        try add(to: &draft)
        return draft
    }

    /// Adds the record and an exchange over its connection.
    public func add(to draft: inout BundleDraft) throws {
        draft.records.append(
            try DraftRecord(
                "resource", RecordURI.connection(1), draft.maker.begun, type: "application/json",
                value.serialized()))
        try draft.addExchange("https://post.test/", connection: 1, isPage: true)
        draft.countRecords()
    }

    private static func setting(_ record: JSONValue, _ path: ArraySlice<String>, to other: JSONValue)
        -> JSONValue
    {
        guard let name = path.first else { return other }
        return .object(
            (record.object ?? []).map {
                $0.name == name ? JSONMember(name, setting($0.value, path.dropFirst(), to: other)) : $0
            })
    }
}
