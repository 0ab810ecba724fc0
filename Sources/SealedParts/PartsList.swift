public import Bytes
public import Evidence
public import Hashing

/// `parts.json`: what the encrypted parts of a file are, signed by who made them (`docs/formats/encrypted.md`).
public struct PartsList: SignedForm, Sendable, Equatable {
    public static let format = "exhibit-parts/1"
    public static let fileName = "parts.json"
    public static let signatureName = fileName + ".p7s"
    /// More parts have no names.
    public static let maximumParts = 9999
    /// Whom a file is encrypted to at most; a part has no more either.
    public static let maximumRecipients = 100
    /// What `openssl` can hold on a small machine; no part has more contents.
    public static let maximumPartBytes = 256 << 20

    /// Whom a file was encrypted to.
    public struct Recipient: Sendable, Equatable {
        /// Digest of the certificate.
        public let certificate: SHA256Digest
        /// As the certificate has it; text from outside.
        public let name: String
    }

    /// One encrypted file.
    public struct Part: Sendable, Equatable {
        /// Bytes of the contents, and of the encrypted file.
        public let contents: Int
        public let bytes: Int
        /// Of the encrypted file.
        public let digest: SHA256Digest
    }

    /// The bundle that the file is; nil for any other file.
    public let bundle: RandomUUID?
    /// The file's own name.
    public let name: String
    public let bytes: Int
    public let digest: SHA256Digest
    public let time: Timestamp
    public let signer: SHA256Digest
    public let recipients: [Recipient]
    /// In the order of the contents.
    public let parts: [Part]

    init(
        bundle: RandomUUID?, name: String, bytes: Int, digest: SHA256Digest, time: Timestamp,
        signer: SHA256Digest, recipients: [Recipient], parts: [Part]
    ) {
        self.bundle = bundle
        self.name = name
        self.bytes = bytes
        self.digest = digest
        self.time = time
        self.signer = signer
        self.recipients = recipients
        self.parts = parts
    }

    /// The file of the part with this number, from 1.
    public static func partName(_ number: Int) -> String {
        "part-" + String(repeating: "0", count: max(0, 4 - String(number).utf8.count)) + "\(number).p7m"
    }

    public var serialized: [UInt8] {
        let json: JSONValue = [
            "format": .string(Self.format), "bundle": JSONValue(bundle?.urn), "name": .string(name),
            "bytes": JSONValue(bytes), "digest": .string(digest.text), "time": .string(time.text),
            "signer": .string(signer.text),
            "recipients": .array(
                recipients.map {
                    ["certificate": .string($0.certificate.text), "name": .string($0.name)]
                }),
            "parts": .array(
                parts.enumerated().map { index, part in
                    [
                        "file": .string(Self.partName(index + 1)), "contents": JSONValue(part.contents),
                        "bytes": JSONValue(part.bytes), "digest": .string(part.digest.text),
                    ]
                }),
        ]
        return json.serialized()
    }

    public init(members object: inout JSONObject) throws(JSONShapeError) {
        bundle = try object.bundleOrNull("bundle")
        name = try object.string("name")
        guard Self.isName(name) else {
            throw object.wrong("name", "must be the name of a file, without a folder")
        }
        bytes = try object.count("bytes")
        digest = try object.digest("digest")
        time = try object.wholeSeconds("time")
        signer = try object.digest("signer")
        recipients = try Self.recipients(&object)
        parts = try Self.parts(&object)
        var sum = 0
        for part in parts { sum += part.contents }
        guard sum == bytes else { throw object.wrong("bytes", "must be the sum of the parts") }
    }

    /// Whether a text may be a file's name: one part, no control characters, not too long for any disk.
    public static func isName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count) && name != "." && name != ".."
            && name.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "/") && $0 != 0x7F }
    }

    private static func recipients(_ object: inout JSONObject) throws(JSONShapeError) -> [Recipient] {
        let values = try object.array("recipients")
        guard (1...maximumRecipients).contains(values.count) else {
            throw object.wrong("recipients", "must be 1 to \(maximumRecipients) recipients")
        }
        var recipients: [Recipient] = []
        for value in values {
            var entry = try JSONObject(value, path: "/recipients")
            recipients.append(
                Recipient(certificate: try entry.digest("certificate"), name: try entry.string("name")))
            try entry.finish()
        }
        return recipients
    }

    private static func parts(_ object: inout JSONObject) throws(JSONShapeError) -> [Part] {
        let values = try object.array("parts")
        guard (1...maximumParts).contains(values.count) else {
            throw object.wrong("parts", "must be 1 to \(maximumParts) parts")
        }
        var parts: [Part] = []
        for (index, value) in values.enumerated() {
            var entry = try JSONObject(value, path: "/parts")
            guard try entry.string("file") == partName(index + 1) else {
                throw entry.wrong("file", "must be \(partName(index + 1))")
            }
            let part = Part(
                contents: try entry.count("contents"), bytes: try entry.count("bytes"),
                digest: try entry.digest("digest"))
            try entry.finish()
            guard (1...maximumPartBytes).contains(part.contents) else {
                throw entry.wrong("contents", "must be 1 to \(maximumPartBytes)")
            }
            parts.append(part)
        }
        return parts
    }
}
