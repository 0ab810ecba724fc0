public import Bytes
public import Evidence
public import Hashing

/// What somebody signs who takes a handover (`docs/formats/handover.md`).
public struct Receipt: SignedForm, Sendable, Equatable {
    public static let format = "exhibit-receipt/1"

    /// A bundle that was there.
    public struct Bundle: Sendable, Equatable {
        public let bundle: RandomUUID
        public let digest: SHA256Digest
    }

    public let handover: RandomUUID
    /// Digest of `handover.json`.
    public let statement: SHA256Digest
    public let time: Timestamp
    public let by: SigningPerson
    /// What the check gave: 0, or 2 where something could not be verified by whom it was taken.
    public let status: Int
    /// In the words of who takes it.
    public let remark: String?
    public let bundles: [Bundle]

    public var signer: SHA256Digest { by.certificate }

    public func isBy(_ certificate: Certificate) -> Bool { by == SigningPerson(certificate) }

    /// A receipt for a handover whose check gave `status`.
    public init(
        for statement: HandoverStatement, digest: SHA256Digest, status: Int, by certificate: Certificate,
        remark: String?, at time: Timestamp
    ) {
        handover = statement.handover
        self.statement = digest
        self.time = time.wholeSeconds
        by = SigningPerson(certificate)
        self.status = status
        self.remark = remark
        bundles = statement.bundles.map { Bundle(bundle: $0.bundle, digest: $0.digest) }
    }

    public var serialized: [UInt8] {
        let json: JSONValue = [
            "format": .string(Self.format), "handover": .string(handover.urn),
            "statement": .string(statement.text), "time": .string(time.text), "by": by.json,
            "status": JSONValue(status), "remark": JSONValue(remark),
            "bundles": .array(
                bundles.map { ["bundle": .string($0.bundle.urn), "digest": .string($0.digest.text)] }),
        ]
        return json.serialized()
    }

    public init(members object: inout JSONObject) throws(JSONShapeError) {
        handover = try object.bundle("handover")
        statement = try object.digest("statement")
        time = try object.wholeSeconds("time")
        by = try SigningPerson(object.object("by"))
        status = try object.count("status")
        guard status == 0 || status == 2 else { throw object.wrong("status", "must be 0 or 2") }
        remark = try object.stringOrNull("remark")
        guard (remark?.utf8.count ?? 0) <= HandoverStatement.maximumTextBytes else {
            throw object.wrong("remark", "must be at most \(HandoverStatement.maximumTextBytes) bytes")
        }
        var bundles: [Bundle] = []
        for value in try object.array("bundles") {
            var entry = try JSONObject(value, path: "/bundles")
            bundles.append(Bundle(bundle: try entry.bundle("bundle"), digest: try entry.digest("digest")))
            try entry.finish()
        }
        guard !bundles.isEmpty, Set(bundles.map(\.bundle)).count == bundles.count else {
            throw object.wrong("bundles", "must be one or more, and different")
        }
        self.bundles = bundles
    }
}
