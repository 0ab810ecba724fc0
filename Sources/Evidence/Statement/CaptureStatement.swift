public import Bytes
public import Hashing

/// The small signed file that binds a bundle (bundle format, section 7).
public struct CaptureStatement: Sendable, Equatable {
    public static let format = "exhibit-statement/1"

    /// Names of what a reader must understand.
    public let critical: [String]
    public let bundle: RandomUUID
    public let records: TreeHead
    public let files: TreeHead
    public let window: CaptureWindow
    public let sealing: SealingMode
    /// Digest of the signer's certificate.
    public let signer: SHA256Digest
    /// SPKI digest of the packaging key.
    public let packaging: SHA256Digest
    /// Digest of the timestamp token taken before the capture.
    public let bracket: SHA256Digest?
    /// The custody log's checkpoint when the capture began.
    public let custody: String?
    public let ext: JSONValue

    public init(
        bundle: RandomUUID, records: TreeHead, files: TreeHead, window: CaptureWindow, sealing: SealingMode,
        signer: SHA256Digest, packaging: SHA256Digest, bracket: SHA256Digest? = nil, custody: String? = nil,
        ext: JSONValue = [:]
    ) {
        critical = []
        self.bundle = bundle
        self.records = records
        self.files = files
        self.window = window
        self.sealing = sealing
        self.signer = signer
        self.packaging = packaging
        self.bracket = bracket
        self.custody = custody
        self.ext = ext
    }

    /// The bytes that are signed.
    public var serialized: [UInt8] { json.serialized() }

    private var json: JSONValue {
        [
            "format": .string(Self.format), "critical": .array(critical.map(JSONValue.string)),
            "bundle": .string(bundle.urn), "hash": "sha256", "tree": "rfc6962", "records": records.json,
            "files": files.json, "window": window.json, "sealing": sealing.json,
            "signer": ["certificate": .string(signer.text)], "packaging": ["spki": .string(packaging.text)],
            "bracket": JSONValue(bracket?.text), "custody": JSONValue(custody), "ext": ext,
        ]
    }

    /// Reads a statement of format 1: the closed schema, in the one spelling of the format.
    ///
    /// Names in `critical` are given back, not judged. Whether the format is another version's is told by
    /// `SignedFormat` before.
    public static func parse(_ bytes: [UInt8]) throws(StatementError) -> CaptureStatement {
        let value = try StatementError.reading(bytes)
        do {
            let statement = try CaptureStatement(JSONObject(value))
            guard statement.json.isSpelled(bytes) else {
                throw StatementError.notCanonical
            }
            return statement
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
        guard try object.string("hash") == "sha256" else { throw object.wrong("hash", "must be sha256") }
        guard try object.string("tree") == "rfc6962" else { throw object.wrong("tree", "must be rfc6962") }
        records = try TreeHead(object.object("records"))
        files = try TreeHead(object.object("files"))
        window = try CaptureWindow(object.object("window"))
        sealing = try SealingMode(object.object("sealing"))
        var signerObject = try object.object("signer")
        signer = try signerObject.digest("certificate")
        try signerObject.finish()
        var packagingObject = try object.object("packaging")
        packaging = try packagingObject.digest("spki")
        try packagingObject.finish()
        bracket = try object.digestOrNull("bracket")
        custody = try object.stringOrNull("custody")
        ext = try object.value("ext")
        guard ext.object != nil else { throw object.wrong("ext", "must be an object") }
        try object.finish()
    }
}
