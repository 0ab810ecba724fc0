public import Bytes
public import Hashing

/// A file beside a bundle that holds timestamps had later (`docs/formats/sidecar.md`).
public struct Sidecar: Sendable, Equatable {
    public static let format = "exhibit-sidecar/1"
    public static let maximumBytes = 4 << 20
    /// More tokens are not meant by anybody.
    public static let maximumTokens = 16

    public enum Kind: String, Sendable {
        /// Over the signature value.
        case timestamp
        /// Over the whole file and every token before.
        case renewal
    }

    public let bundle: RandomUUID
    /// Digest of the whole bundle file.
    public let file: SHA256Digest
    /// Digest of the signature value.
    public let signature: SHA256Digest
    public let kind: Kind
    /// Timestamp tokens, certificates, revocation lists and OCSP responses, each in DER.
    public let tokens: [[UInt8]]
    public let certificates: [[UInt8]]
    public let lists: [[UInt8]]
    public let responses: [[UInt8]]

    public init(
        bundle: RandomUUID, file: SHA256Digest, signature: SHA256Digest, kind: Kind, tokens: [[UInt8]],
        certificates: [[UInt8]] = [], lists: [[UInt8]] = [], responses: [[UInt8]] = []
    ) {
        self.bundle = bundle
        self.file = file
        self.signature = signature
        self.kind = kind
        self.tokens = tokens
        self.certificates = certificates
        self.lists = lists
        self.responses = responses
    }

    /// The name of the one with this number, from 1 to 99, beside a bundle: `FILE.sidecar-01.json`.
    public static func path(beside bundle: String, _ number: Int) -> String {
        "\(bundle).sidecar-\(number < 10 ? "0" : "")\(number).json"
    }

    /// The names of those that are beside a bundle: numbered from 1 without a gap, as far as they exist.
    public static func paths(beside bundle: String, where exists: (String) -> Bool) -> [String] {
        var paths: [String] = []
        for number in 1...99 {
            let path = path(beside: bundle, number)
            guard exists(path) else { break }
            paths.append(path)
        }
        return paths
    }

    /// What a renewal's tokens are over.
    public static func renewed(file: SHA256Digest, tokens: [[UInt8]]) -> [UInt8] {
        let lines = ["exhibit-renewal/1", file.text] + tokens.map { SHA256Digest.of($0).text }
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }

    public var serialized: [UInt8] {
        func list(_ values: [[UInt8]]) -> JSONValue { .array(values.map { .string(Base64.encode($0)) }) }
        let json: JSONValue = [
            "format": .string(Self.format), "bundle": .string(bundle.urn), "bundleDigest": .string(file.text),
            "signatureDigest": .string(signature.text), "kind": .string(kind.rawValue),
            "tokens": list(tokens), "certificates": list(certificates), "lists": list(lists),
            "responses": list(responses),
        ]
        return json.serialized()
    }

    /// Reads what `serialized` writes: the closed schema, in the one spelling of the format.
    public static func parse(_ bytes: [UInt8]) throws(StatementError) -> Sidecar {
        let value = try StatementError.reading(bytes)
        let sidecar: Sidecar
        do throws(JSONShapeError) {
            sidecar = try Sidecar(JSONObject(value))
        } catch {
            throw .shape(error)
        }
        guard sidecar.serialized == bytes else { throw .notCanonical }
        return sidecar
    }

    private init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        guard try object.string("format") == Self.format else {
            throw object.wrong("format", "must be \(Self.format)")
        }
        bundle = try object.bundle("bundle")
        file = try object.digest("bundleDigest")
        signature = try object.digest("signatureDigest")
        guard let kind = Kind(rawValue: try object.string("kind")) else {
            throw object.wrong("kind", "must be timestamp or renewal")
        }
        self.kind = kind
        tokens = try Self.list("tokens", &object)
        certificates = try Self.list("certificates", &object)
        lists = try Self.list("lists", &object)
        responses = try Self.list("responses", &object)
        try object.finish()
    }

    private static func list(_ name: String, _ object: inout JSONObject) throws(JSONShapeError) -> [[UInt8]] {
        let texts = try object.strings(name)
        let values = texts.compactMap { Base64.decode($0) }
        guard values.count == texts.count, values.count <= maximumTokens else {
            throw object.wrong(name, "must be at most \(maximumTokens) values in base 64")
        }
        return values
    }
}
