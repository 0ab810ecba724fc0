public import Bytes
public import Evidence
public import Hashing

/// `handover.json`: what was handed over, by whom, to whom and why (`docs/formats/handover.md`).
public struct HandoverStatement: SignedForm, Sendable, Equatable {
    public static let format = "exhibit-handover/1"
    /// More is not meant by anybody.
    public static let maximumFiles = 10_000
    public static let maximumTextBytes = 4096

    /// One bundle, and what goes with it.
    public struct Bundle: Sendable, Equatable {
        public let bundle: RandomUUID
        /// Where it lies in the bag.
        public let path: String
        /// What its file was called where it came from.
        public let name: String
        public let digest: SHA256Digest
        public let sidecars: [String]
        /// Nil where the giver's log knows nothing of the bundle.
        public let transcript: String?

        public init(
            bundle: RandomUUID, path: String, name: String, digest: SHA256Digest, sidecars: [String],
            transcript: String?
        ) {
            self.bundle = bundle
            self.path = path
            self.name = name
            self.digest = digest
            self.sidecars = sidecars
            self.transcript = transcript
        }
    }

    /// The giver's custody log as it was.
    public struct Log: Sendable, Equatable {
        /// The log's key, as it is handed around.
        public let key: String
        /// A signed note.
        public let checkpoint: String

        public init(key: String, checkpoint: String) {
            self.key = key
            self.checkpoint = checkpoint
        }
    }

    /// A file of the payload.
    public struct File: Sendable, Equatable {
        public let path: String
        public let bytes: Int
        public let digest: SHA256Digest
    }

    public let handover: RandomUUID
    public let time: Timestamp
    public let from: SigningPerson
    /// In the giver's words.
    public let to: String
    public let reason: String?
    public let log: Log?
    public let bundles: [Bundle]
    /// Every file of the payload, in the order of the bytes of their paths.
    public let files: [File]

    public var signer: SHA256Digest { from.certificate }

    public func isBy(_ certificate: Certificate) -> Bool { from == SigningPerson(certificate) }

    init(
        handover: RandomUUID, time: Timestamp, from: SigningPerson, to: String, reason: String?, log: Log?,
        bundles: [Bundle], files: [File]
    ) {
        self.handover = handover
        self.time = time.wholeSeconds
        self.from = from
        self.to = to
        self.reason = reason
        self.log = log
        self.bundles = bundles
        self.files = files
    }

    public var serialized: [UInt8] {
        let json: JSONValue = [
            "format": .string(Self.format), "handover": .string(handover.urn), "time": .string(time.text),
            "from": from.json, "to": .string(to), "reason": JSONValue(reason),
            "log": log.map { ["key": .string($0.key), "checkpoint": .string($0.checkpoint)] } ?? .null,
            "bundles": .array(
                bundles.map {
                    [
                        "bundle": .string($0.bundle.urn), "path": .string($0.path), "name": .string($0.name),
                        "digest": .string($0.digest.text),
                        "sidecars": .array($0.sidecars.map(JSONValue.string)),
                        "transcript": JSONValue($0.transcript),
                    ]
                }),
            "files": .array(
                files.map {
                    [
                        "path": .string($0.path), "bytes": JSONValue($0.bytes),
                        "digest": .string($0.digest.text),
                    ]
                }),
        ]
        return json.serialized()
    }

    public init(members object: inout JSONObject) throws(JSONShapeError) {
        handover = try object.bundle("handover")
        time = try object.wholeSeconds("time")
        from = try SigningPerson(object.object("from"))
        to = try object.string("to")
        reason = try object.stringOrNull("reason")
        log = try Self.log(&object)
        bundles = try Self.bundles(&object)
        files = try Self.files(&object)
        guard (1...Self.maximumTextBytes).contains(to.utf8.count),
            (reason?.utf8.count ?? 0) <= Self.maximumTextBytes
        else { throw object.wrong("to", "must be 1 to \(Self.maximumTextBytes) bytes") }
        // Each bundle, and what goes with it, is one of the files, and has its digest.
        let digests = Dictionary(files.map { ($0.path, $0.digest) }) { first, _ in first }
        for bundle in bundles {
            guard digests[bundle.path] == bundle.digest,
                (bundle.sidecars + [bundle.transcript].compactMap { $0 }).allSatisfy({ digests[$0] != nil })
            else { throw object.wrong("bundles", "must be among the files, with their digests") }
        }
    }

    private static func log(_ object: inout JSONObject) throws(JSONShapeError) -> Log? {
        let value = try object.value("log")
        if value.isNull { return nil }
        var inner = try JSONObject(value, path: "/log")
        let log = Log(key: try inner.string("key"), checkpoint: try inner.string("checkpoint"))
        try inner.finish()
        return log
    }

    private static func bundles(_ object: inout JSONObject) throws(JSONShapeError) -> [Bundle] {
        let values = try object.array("bundles")
        guard (1...maximumFiles).contains(values.count) else {
            throw object.wrong("bundles", "must be 1 to \(maximumFiles) bundles")
        }
        var bundles: [Bundle] = []
        for value in values {
            var entry = try JSONObject(value, path: "/bundles")
            bundles.append(
                Bundle(
                    bundle: try entry.bundle("bundle"), path: try entry.string("path"),
                    name: try entry.string("name"), digest: try entry.digest("digest"),
                    sidecars: try entry.strings("sidecars"),
                    transcript: try entry.stringOrNull("transcript")))
            try entry.finish()
        }
        guard Set(bundles.map(\.bundle)).count == bundles.count else {
            throw object.wrong("bundles", "must be of different bundles")
        }
        return bundles
    }

    private static func files(_ object: inout JSONObject) throws(JSONShapeError) -> [File] {
        let values = try object.array("files")
        guard values.count <= maximumFiles else {
            throw object.wrong("files", "must be at most \(maximumFiles)")
        }
        var files: [File] = []
        for value in values {
            var entry = try JSONObject(value, path: "/files")
            let file = File(
                path: try entry.string("path"), bytes: try entry.count("bytes"),
                digest: try entry.digest("digest"))
            try entry.finish()
            guard BagPath.isAllowed(file.path),
                files.last.map({ BagPath.precedes($0.path, file.path) }) ?? true
            else { throw entry.wrong("path", "must be a path of the format, behind the one before it") }
            files.append(file)
        }
        guard Set(files.map { $0.path.lowercased() }).count == files.count else {
            throw object.wrong("files", "must be of names that differ in more than case")
        }
        return files
    }
}
