import Bytes
import Hashing
import TransparencyLogs

extension Transcript {
    /// Why bytes are no transcript.
    public struct ParseError: Error, CustomStringConvertible {
        public let description: String

        init(_ description: String) { self.description = description }
    }

    private static let limits = JSONLimits(
        maximumBytes: maximumBytes, maximumDepth: 8, maximumValues: 8 << 20)

    /// Reads a transcript in the one spelling of the format. Nothing is proven by that.
    public static func parse(_ bytes: [UInt8]) throws(ParseError) -> Transcript {
        let transcript: Transcript
        do {
            transcript = try Transcript(JSONObject(JSONReader.parse(bytes, limits: limits)))
        } catch let error as ParseError {
            throw error
        } catch {
            throw ParseError("it is no transcript: \(error)")
        }
        guard transcript.serialized == bytes else {
            throw ParseError("it is not written in the one way of the format")
        }
        return transcript
    }

    private init(_ object: JSONObject) throws {
        var object = object
        guard try object.string("format") == Self.format else {
            throw ParseError("it is not of the format \(Self.format)")
        }
        guard let log = NoteVerifierKey(try object.string("log")), log.kind == .ed25519 else {
            throw ParseError("it does not name the key of a log")
        }
        self.log = log
        checkpoint = try Self.note(try object.string("checkpoint"))
        guard let bundle = RandomUUID(urn: try object.string("bundle")) else {
            throw ParseError("it does not name a bundle")
        }
        self.bundle = bundle
        events = try Self.entries(try object.array("events"))
        keys = try Self.entries(try object.array("keys"))
        let earlier = try object.array("earlier")
        guard earlier.count <= Self.maximumEarlier else { throw ParseError("it holds too many checkpoints") }
        self.earlier = try earlier.map(Self.earlierCheckpoint)
        try object.finish()
    }

    private static func note(_ text: String) throws -> SignedNote {
        guard text.utf8.count <= maximumNoteBytes, let note = SignedNote(Array(text.utf8)),
            Checkpoint(note.text) != nil
        else { throw ParseError("a checkpoint in it is none") }
        return note
    }

    private static func entries(_ values: [JSONValue]) throws -> [ProvenEntry] {
        guard values.count <= maximumEvents else { throw ParseError("it holds too many events") }
        return try values.map { value in
            var object = try JSONObject(value)
            let index = try object.count("index")
            let entry = try bytes(try object.value("entry"), atMost: CustodyEvent.maximumBytes)
            let details = try object.value("details")
            let path = try path(try object.array("path"))
            try object.finish()
            return ProvenEntry(
                index: index, entry: entry,
                details: details.isNull ? nil : try bytes(details, atMost: CustodyDetails.maximumBytes),
                path: path)
        }
    }

    private static func earlierCheckpoint(_ value: JSONValue) throws -> EarlierCheckpoint {
        var object = try JSONObject(value)
        let note = try note(try object.string("checkpoint"))
        let path = try path(try object.array("path"))
        let tokens = try object.array("tokens")
        guard tokens.count <= maximumTokens else { throw ParseError("a checkpoint has too many timestamps") }
        try object.finish()
        return EarlierCheckpoint(
            note: note, path: path, tokens: try tokens.map { try bytes($0, atMost: maximumTokenBytes) })
    }

    private static func bytes(_ value: JSONValue, atMost most: Int) throws -> [UInt8] {
        guard let text = value.string, text.utf8.count <= (most + 2) / 3 * 4,
            let bytes = Base64.decode(text)
        else { throw ParseError("a value is not base 64, or too long") }
        return bytes
    }

    private static func path(_ values: [JSONValue]) throws -> [SHA256Digest] {
        // A consistency path is one hash longer than a path to a leaf can be.
        guard values.count <= maximumPath + 1 else { throw ParseError("a proof is too long") }
        return try values.map { value in
            guard let digest = SHA256Digest(bytes: try bytes(value, atMost: 32)) else {
                throw ParseError("a proof holds something else than digests")
            }
            return digest
        }
    }
}
