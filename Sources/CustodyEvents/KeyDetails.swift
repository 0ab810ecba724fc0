public import Bytes
public import Hashing

/// What the entries say in detail that add and revoke keys.
public enum KeyDetails {
    private static let maximumCertificateBytes = 16 << 10

    /// For a key that is added.
    public static func adding(_ certificate: Certificate, roles: Set<OfficerRole>) -> [JSONMember] {
        [
            JSONMember("name", .string(certificate.holder)),
            JSONMember("key", .string(certificate.keyDigest.text)),
            JSONMember(
                "roles", .array(OfficerRole.allCases.filter(roles.contains).map { .string($0.rawValue) })),
            JSONMember("certificate", .string(Base64.encode(certificate.der))),
        ]
    }

    /// For one that is revoked.
    public static func revoking(_ key: SHA256Digest, why: String) -> [JSONMember] {
        [JSONMember("key", .string(key.text)), JSONMember("why", .string(why))]
    }

    static func added(_ details: CustodyDetails) -> (certificate: Certificate, roles: Set<OfficerRole>)? {
        guard let der = details.json["certificate"]?.string.flatMap({ Base64.decode($0) }),
            der.count <= maximumCertificateBytes, let certificate = try? Certificate(der: der),
            details.json["key"]?.string == certificate.keyDigest.text,
            let names = details.json["roles"]?.array?.map({ $0.string.flatMap(OfficerRole.init(rawValue:)) }),
            !names.isEmpty, !names.contains(nil)
        else { return nil }
        return (certificate, Set(names.compactMap { $0 }))
    }

    static func revoked(_ details: CustodyDetails) -> SHA256Digest? { key(details) }

    /// The key that an entry is about.
    public static func key(_ details: CustodyDetails) -> SHA256Digest? {
        details.json["key"]?.string.flatMap { SHA256Digest(text: $0) }
    }
}
