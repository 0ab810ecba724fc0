public import Bytes
public import Hashing
public import TransparencyLogs

/// The events of one bundle with the proof that each stands in the log: one file that can be checked alone
/// (`docs/formats/custody.md`).
public struct Transcript: Sendable, Equatable {
    public static let format = "exhibit-transcript/1"
    public static let maximumBytes = 64 << 20
    static let maximumEvents = 100_000
    static let maximumEarlier = 1000
    static let maximumTokens = 16
    static let maximumTokenBytes = 64 << 10
    /// No tree has more levels.
    static let maximumPath = 63
    /// A note with its signatures.
    static let maximumNoteBytes = 64 << 10

    /// An entry of the log, and what proves that it is one.
    public struct ProvenEntry: Sendable, Equatable {
        public let index: Int
        public let entry: [UInt8]
        /// Nil when they were erased.
        public let details: [UInt8]?
        /// The audit path to the transcript's checkpoint (RFC 9162, section 2.1.3).
        public let path: [SHA256Digest]

        public init(index: Int, entry: [UInt8], details: [UInt8]?, path: [SHA256Digest]) {
            self.index = index
            self.entry = entry
            self.details = details
            self.path = path
        }
    }

    /// A checkpoint that others vouched for, or that a bundle names, and what proves that the log went on from it.
    public struct EarlierCheckpoint: Sendable, Equatable {
        public let note: SignedNote
        /// The consistency path to the transcript's checkpoint; empty where the sizes are the same.
        public let path: [SHA256Digest]
        /// Timestamp tokens over the note's text.
        public let tokens: [[UInt8]]

        public init(note: SignedNote, path: [SHA256Digest], tokens: [[UInt8]]) {
            self.note = note
            self.path = path
            self.tokens = tokens
        }
    }

    public let log: NoteVerifierKey
    public let checkpoint: SignedNote
    public let bundle: RandomUUID
    /// The bundle's own, in the order of the log.
    public let events: [ProvenEntry]
    /// Entries that add and revoke the keys of who acted, and of who added these; and those that say that the log was restored.
    public let keys: [ProvenEntry]
    public let earlier: [EarlierCheckpoint]

    public init(
        log: NoteVerifierKey, checkpoint: SignedNote, bundle: RandomUUID, events: [ProvenEntry],
        keys: [ProvenEntry], earlier: [EarlierCheckpoint]
    ) {
        self.log = log
        self.checkpoint = checkpoint
        self.bundle = bundle
        self.events = events
        self.keys = keys
        self.earlier = earlier
    }

    public var serialized: [UInt8] {
        let json: JSONValue = [
            "format": .string(Self.format), "log": .string(log.text),
            "checkpoint": .string(String(decoding: checkpoint.serialized, as: UTF8.self)),
            "bundle": .string(bundle.urn), "events": .array(events.map(Self.json)),
            "keys": .array(keys.map(Self.json)),
            "earlier": .array(
                earlier.map { earlier in
                    [
                        "checkpoint": .string(String(decoding: earlier.note.serialized, as: UTF8.self)),
                        "path": Self.json(earlier.path),
                        "tokens": .array(earlier.tokens.map { .string(Base64.encode($0)) }),
                    ]
                }),
        ]
        return json.serialized()
    }

    private static func json(_ entry: ProvenEntry) -> JSONValue {
        [
            "index": JSONValue(entry.index), "entry": .string(Base64.encode(entry.entry)),
            "details": JSONValue(entry.details.map { Base64.encode($0) }), "path": json(entry.path),
        ]
    }

    private static func json(_ path: [SHA256Digest]) -> JSONValue {
        .array(path.map { .string(Base64.encode($0.bytes)) })
    }
}
