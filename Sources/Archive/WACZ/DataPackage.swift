import Bytes
public import Hashing

/// `datapackage.json` and `datapackage-digest.json` (WACZ 1.1.1, WACZ-auth 0.1.0; bundle format, section 8).
public enum DataPackage {
    /// A file of the container.
    public struct Resource: Sendable {
        public let path: String
        public let digest: SHA256Digest
        public let bytes: Int

        public init(path: String, digest: SHA256Digest, bytes: Int) {
            self.path = path
            self.digest = digest
            self.bytes = bytes
        }
    }

    /// `datapackage.json` for these files, in ZIP order.
    public static func package(title: String, created: String, resources: [Resource]) -> [UInt8] {
        let json: JSONValue = [
            "profile": "data-package", "wacz_version": "1.1.1", "title": .string(title),
            "created": .string(created),
            "software": "exhibit",
            "resources": .array(
                resources.map { resource in
                    [
                        "name": .string(resource.path.lowercased()), "path": .string(resource.path),
                        "hash": .string(resource.digest.text), "bytes": JSONValue(resource.bytes),
                    ]
                }),
        ]
        return json.serialized()
    }

    /// What the packaging key signs: the text of the digest of `datapackage.json`.
    public static func signedBytes(_ packageDigest: SHA256Digest) -> [UInt8] {
        Array(packageDigest.text.utf8)
    }

    /// `datapackage-digest.json` with this signature (DER) by the key of this SubjectPublicKeyInfo.
    public static func digest(
        of package: SHA256Digest, created: String, signature: [UInt8], publicKey: [UInt8]
    ) -> [UInt8] {
        let json: JSONValue = [
            "path": "datapackage.json", "hash": .string(package.text),
            "signedData": [
                "hash": .string(package.text), "created": .string(created), "software": "exhibit",
                "version": "0.1.0",
                "signature": .string(Base64.encode(signature)),
                "publicKey": .string(Base64.encode(publicKey)),
            ],
        ]
        return json.serialized()
    }
}
