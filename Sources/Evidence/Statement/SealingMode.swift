public import Bytes
public import Hashing

/// How a bundle came to be sealed (bundle format, section 7).
public enum SealingMode: Sendable, Equatable {
    /// By the process that captured it.
    case live
    /// From material that others handed over; there are no connections.
    case imported
    /// After the capturing process had died.
    case recovered(Recovery)

    /// What recovery found and did.
    public struct Recovery: Sendable, Equatable {
        public let recoveredAt: Timestamp
        /// Digest of the certificate of who recovered.
        public let recoveredBy: SHA256Digest
        /// SPKI digest of the packaging key that died with the process.
        public let captured: SHA256Digest
        /// SPKI digest of the packaging key made for sealing.
        public let recovered: SHA256Digest
        /// The last checkpoint of the journal that agrees with what is on disk; nil when there is none.
        public let journalled: Checkpoint?
        /// How many records stand beyond that checkpoint.
        public let unjournalled: Int

        public init(
            recoveredAt: Timestamp, recoveredBy: SHA256Digest, captured: SHA256Digest,
            recovered: SHA256Digest,
            journalled: Checkpoint?, unjournalled: Int
        ) {
            self.recoveredAt = recoveredAt.wholeSeconds
            self.recoveredBy = recoveredBy
            self.captured = captured
            self.recovered = recovered
            self.journalled = journalled
            self.unjournalled = unjournalled
        }
    }

    /// A tree head that the packaging key signed while capturing.
    public struct Checkpoint: Sendable, Equatable {
        public let head: TreeHead
        /// ECDSA, DER.
        public let signature: [UInt8]

        public init(head: TreeHead, signature: [UInt8]) {
            self.head = head
            self.signature = signature
        }

        /// The bytes that the packaging key signs (bundle format, section 7.2).
        public static func signedBytes(_ head: TreeHead, of bundle: RandomUUID) -> [UInt8] {
            Array("exhibit-journal/1\n\(bundle.urn)\n\(head.count)\n\(head.root.text)\n".utf8)
        }

        public var json: JSONValue {
            [
                "count": JSONValue(head.count), "root": .string(head.root.text),
                "signature": .string(Base64.encode(signature)),
            ]
        }

        public init(_ object: JSONObject) throws(JSONShapeError) {
            var object = object
            head = TreeHead(count: try object.count("count"), root: try object.digest("root"))
            signature = try object.base64("signature")
            try object.finish()
        }
    }

    /// Whether the capturing process had died before.
    public var isRecovery: Bool { if case .recovered = self { true } else { false } }

    public var json: JSONValue {
        switch self {
        case .live: ["mode": "live"]
        case .imported: ["mode": "imported"]
        case .recovered(let recovery):
            [
                "mode": "recovered", "recoveredAt": .string(recovery.recoveredAt.text),
                "recoveredBy": .string(recovery.recoveredBy.text),
                "packaging": [
                    "captured": .string(recovery.captured.text),
                    "recovered": .string(recovery.recovered.text),
                ],
                "journalled": recovery.journalled?.json ?? .null,
                "unjournalled": JSONValue(recovery.unjournalled),
            ]
        }
    }

    init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        switch try object.string("mode") {
        case "live": self = .live
        case "imported": self = .imported
        case "recovered":
            let recoveredAt = try object.wholeSeconds("recoveredAt")
            let recoveredBy = try object.digest("recoveredBy")
            var packaging = try object.object("packaging")
            let captured = try packaging.digest("captured")
            let recovered = try packaging.digest("recovered")
            try packaging.finish()
            let value = try object.value("journalled")
            let journalled: Checkpoint? =
                value.isNull ? nil : try Checkpoint(JSONObject(value, path: "/sealing/journalled"))
            self = .recovered(
                Recovery(
                    recoveredAt: recoveredAt, recoveredBy: recoveredBy, captured: captured,
                    recovered: recovered,
                    journalled: journalled, unjournalled: try object.count("unjournalled")))
        default: throw object.wrong("mode", "must be live, imported or recovered")
        }
        try object.finish()
    }
}
