public import Bytes
import Hashing
import Transparency
public import TransparencyLogs

/// The events of one bundle with the proof that each stands in the log: one file that can be checked alone.
public enum Transcript {
    public static let format = "exhibit-transcript/1"
    private static let limits = JSONLimits(maximumBytes: 64 << 20, maximumDepth: 16, maximumValues: 4 << 20)

    /// What a transcript shows.
    public struct Reading: Sendable {
        public let log: NoteVerifierKey
        public let size: Int
        public let bundle: String
        public let entries: [CustodyRegister.Entry]
    }

    /// Makes the transcript of a bundle.
    public static func make(of bundle: RandomUUID, in register: CustodyRegister) throws -> [UInt8] {
        let (note, checkpoint) = try register.log.note()
        let entries = try register.entries(of: bundle).map { entry -> JSONValue in
            let path = try MerkleProof.inclusion(of: entry.index, inTreeOf: checkpoint.size) {
                try register.log.hash($0, $1, size: checkpoint.size)
            }
            return [
                "index": JSONValue(entry.index), "entry": .string(Base64.encode(entry.event.serialized)),
                "details": entry.details.map { .string(Base64.encode($0.serialized)) } ?? .null,
                "path": .array(path.map { .string(Base64.encode($0.bytes)) }),
            ]
        }
        let json: JSONValue = [
            "format": .string(format), "log": .string(register.log.key.text),
            "checkpoint": .string(String(decoding: note.serialized, as: UTF8.self)),
            "bundle": .string(bundle.urn),
            "events": .array(entries),
        ]
        return json.serialized()
    }

    /// Why a transcript shows nothing, in plain English.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Checks a transcript by itself: checkpoint, proofs, signatures, details. Whether the log is the right one is for who
    /// compares `log` with what they were given. Throws `Failure`.
    public static func read(_ bytes: [UInt8]) throws -> Reading {
        guard let json = try? JSONReader.parse(bytes, limits: limits), json["format"]?.string == format,
            let key = json["log"]?.string.flatMap({ NoteVerifierKey($0) }),
            let note = json["checkpoint"]?.string.flatMap({ SignedNote(Array($0.utf8)) }),
            let checkpoint = Checkpoint(note.text), let bundle = json["bundle"]?.string,
            let events = json["events"]?.array
        else { throw Failure(description: "this is no transcript") }
        guard checkpoint.origin == key.name, case .signed = try key.finding(on: note) else {
            throw Failure(description: "the checkpoint is not signed by the log's key")
        }
        let entries = try events.enumerated().map { place, value in
            try entry(value, place + 1, checkpoint, bundle)
        }
        guard zip(entries, entries.dropFirst()).allSatisfy({ $0.index < $1.index }) else {
            throw Failure(description: "the events are not in the order of the log")
        }
        return Reading(log: key, size: checkpoint.size, bundle: bundle, entries: entries)
    }

    private static func entry(_ value: JSONValue, _ number: Int, _ checkpoint: Checkpoint, _ bundle: String)
        throws
        -> CustodyRegister.Entry
    {
        guard let index = value["index"]?.integer,
            let bytes = value["entry"]?.string.flatMap({ Base64.decode($0) }),
            let event = CustodyEvent(bytes), event.bundle?.urn == bundle
        else { throw Failure(description: "event \(number) is none of this bundle") }
        let path = (value["path"]?.array ?? []).compactMap {
            $0.string.flatMap { Base64.decode($0) }.flatMap { SHA256Digest(bytes: $0) }
        }
        guard path.count == value["path"]?.array?.count,
            MerkleProof.isIncluded(
                MerkleTree.leaf(bytes), at: Int(index), inTreeOf: checkpoint.size, root: checkpoint.root,
                path: path)
        else { throw Failure(description: "event \(number) is not proven to stand in the log") }
        guard event.signer() != nil else {
            throw Failure(description: "event \(number) is not signed by who is said to have acted")
        }
        let details = value["details"]?.string.flatMap { Base64.decode($0) }.flatMap { CustodyDetails($0) }
        if let details, details.digest != event.details {
            throw Failure(description: "the details of event \(number) are not those that were signed")
        }
        return CustodyRegister.Entry(
            index: Int(index), event: event, details: details, areDetailsTrue: details != nil)
    }
}
