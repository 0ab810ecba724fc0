public import Bytes
public import Hashing

/// What was to be captured, signed before the first connection (bundle format, section 7.1).
public struct CapturePlan: Sendable, Equatable {
    public static let format = "exhibit-plan/1"

    public let critical: [String]
    public let bundle: RandomUUID
    public let begun: Timestamp
    public let target: String
    public let engine: CaptureEngine
    /// The command's options as given: an object of names, strings, numbers and lists.
    public let options: JSONValue
    public let softwareVersion: String
    /// Digest of the officer's certificate.
    public let signer: SHA256Digest
    /// The packaging key's SubjectPublicKeyInfo, DER.
    public let packagingKey: [UInt8]
    public let packaging: SHA256Digest
    /// The custody log's checkpoint over the event that the capture began.
    public let custody: String?
    public let ext: JSONValue

    public init(
        bundle: RandomUUID, begun: Timestamp, target: String, engine: CaptureEngine, options: JSONValue,
        softwareVersion: String, signer: SHA256Digest, packagingKey: [UInt8], packaging: SHA256Digest,
        custody: String? = nil
    ) {
        critical = []
        self.bundle = bundle
        self.begun = begun.wholeSeconds
        self.target = target
        self.engine = engine
        self.options = options
        self.softwareVersion = softwareVersion
        self.signer = signer
        self.packagingKey = packagingKey
        self.packaging = packaging
        self.custody = custody
        ext = [:]
    }

    /// The bytes that are signed.
    public var serialized: [UInt8] { json.serialized() }

    private var json: JSONValue {
        [
            "format": .string(Self.format), "critical": .array(critical.map(JSONValue.string)),
            "bundle": .string(bundle.urn), "begun": .string(begun.text),
            "asked": [
                "target": .string(target), "engine": .string(engine.rawValue), "options": options,
            ],
            "software": ["name": "exhibit", "version": .string(softwareVersion)],
            "signer": ["certificate": .string(signer.text)],
            "packaging": [
                "spki": .string(packaging.text), "publicKey": .string(Base64.encode(packagingKey)),
            ],
            "custody": JSONValue(custody), "ext": ext,
        ]
    }

    /// Reads a plan of format 1: the closed schema, in the one spelling of the format.
    public static func parse(_ bytes: [UInt8]) throws(StatementError) -> CapturePlan {
        let value = try StatementError.reading(bytes)
        do {
            let plan = try CapturePlan(JSONObject(value))
            guard plan.json.isSpelled(bytes) else { throw StatementError.notCanonical }
            return plan
        } catch let error as JSONShapeError {
            throw .shape(error)
        } catch let error as StatementError {
            throw error
        } catch {
            throw .notCanonical
        }
    }

    private init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        guard try object.string("format") == Self.format else {
            throw object.wrong("format", "must be \(Self.format)")
        }
        critical = try object.strings("critical")
        bundle = try object.bundle("bundle")
        begun = try object.wholeSeconds("begun")
        var asked = try object.object("asked")
        target = try asked.string("target")
        guard let engine = CaptureEngine(rawValue: try asked.string("engine")) else {
            throw asked.wrong("engine", "must be chromium, fetch or pack")
        }
        self.engine = engine
        options = try asked.value("options")
        guard options.object != nil else { throw asked.wrong("options", "must be an object") }
        try asked.finish()
        var software = try object.object("software")
        guard try software.string("name") == "exhibit" else {
            throw software.wrong("name", "must be exhibit")
        }
        softwareVersion = try software.string("version")
        try software.finish()
        var signerObject = try object.object("signer")
        signer = try signerObject.digest("certificate")
        try signerObject.finish()
        var packagingObject = try object.object("packaging")
        packaging = try packagingObject.digest("spki")
        packagingKey = try packagingObject.base64("publicKey")
        try packagingObject.finish()
        custody = try object.stringOrNull("custody")
        ext = try object.value("ext")
        guard ext.object != nil else { throw object.wrong("ext", "must be an object") }
        try object.finish()
    }
}

/// What made the records.
public enum CaptureEngine: String, Sendable {
    /// A browser behind the recording proxy.
    case chromium
    /// The recorder itself, without a browser.
    case fetch
    /// Files of a folder, put into records.
    case pack
}
