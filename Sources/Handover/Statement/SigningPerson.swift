import Bytes
import Evidence
public import Hashing

/// Who signs a handover or a receipt, as their certificate has it; the names are for readers, the digest is what counts.
public struct SigningPerson: Sendable, Equatable {
    /// Digest of the certificate.
    public let certificate: SHA256Digest
    public let name: String
    public let organization: String?

    init(_ certificate: Certificate) {
        self.certificate = certificate.digest
        name = certificate.holder
        organization = certificate.organization
    }

    var json: JSONValue {
        [
            "certificate": .string(certificate.text), "name": .string(name),
            "organization": JSONValue(organization),
        ]
    }

    init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        certificate = try object.digest("certificate")
        name = try object.string("name")
        organization = try object.stringOrNull("organization")
        try object.finish()
    }
}
