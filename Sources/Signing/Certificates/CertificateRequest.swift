import Hashing

/// A request that an authority certify a key (PKCS#10, RFC 2986), in DER.
public enum CertificateRequest {
    /// For the key of `signer`, with these names; `signer` signs it.
    public static func make(commonName: String, organization: String?, by signer: some DigestSigner) throws
        -> [UInt8]
    {
        let spki = try signer.spki
        guard let kind = KeyKind(spki: spki) else { throw KeyError.notAKey }
        var names: [[UInt8]] = []
        if let organization { names.append(name([0x55, 0x04, 0x0A], organization)) }
        names.append(name([0x55, 0x04, 0x03], commonName))
        let information = DERText.element(
            0x30,
            DERText.element(0x02, [0]) + DERText.element(0x30, names.flatMap { $0 }) + spki
                + DERText.element(0xA0, []))
        let signature = try signer.sign(SHA256Digest.of(information))
        return DERText.element(
            0x30, information + CMSSignature.algorithm(of: kind) + DERText.element(0x03, [0] + signature))
    }

    /// One relative distinguished name, in UTF-8.
    private static func name(_ kind: [UInt8], _ text: String) -> [UInt8] {
        DERText.set(of: [
            DERText.element(0x30, DERText.element(0x06, kind) + DERText.element(0x0C, Array(text.utf8)))
        ])
    }

    /// As PEM (RFC 7468, section 7).
    public static func pem(_ der: [UInt8]) -> [UInt8] { PEMText.encode(der, label: "CERTIFICATE REQUEST") }
}
