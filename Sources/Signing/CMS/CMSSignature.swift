public import Bytes
public import Hashing

/// Makes detached CMS signatures: CAdES-B-B with SHA-256 (EN 319 122-1), in DER.
///
/// Written here element by element, since a key may be where libcrypto cannot reach it: who signs sees a digest alone.
public enum CMSSignature {
    /// Signs `content`.
    ///
    /// The signature carries the signer's certificate and `chain`; its signed attributes are content-type,
    /// message-digest, signing-certificate-v2 and signing-time. Throws `CMSError` when the signer's answer is no signature
    /// of this certificate's key, and what the signer throws.
    public static func sign(
        _ content: [UInt8], by signer: some DigestSigner, certificate: Certificate, chain: [Certificate] = [],
        at time: Timestamp
    ) throws -> [UInt8] {
        let attributes = try signedAttributes(content, certificate, time)
        // What is signed is the SET, not the field with its context tag (RFC 5652, section 5.4).
        let value = try signer.sign(SHA256Digest.of(DERText.set(of: attributes)))
        guard let kind = KeyKind(spki: certificate.spki), let identifier = issuerAndSerial(certificate.der)
        else { throw CMSError.signatureAlgorithm }
        let sha256 = DERText.element(0x30, DERText.element(0x06, DigestAlgorithm.sha256.identifier))
        let info =
            DERText.integer([1]) + identifier + sha256 + DERText.set(0xA0, of: attributes)
            + algorithm(of: kind)
            + DERText.element(0x04, value)
        let data =
            DERText.integer([1]) + DERText.set(of: [sha256])
            + DERText.element(0x30, DERText.element(0x06, dataType))
            + DERText.set(0xA0, of: ([certificate] + chain).map(\.der))
            + DERText.set(of: [DERText.element(0x30, info)])
        let whole = DERText.element(
            0x30,
            DERText.element(0x06, signedDataType) + DERText.element(0xA0, DERText.element(0x30, data)))
        let read = try SignedData.read(whole)
        // A token or a service may answer with anything.
        guard try read.verifies(content) else { throw CMSError.signatureInvalid }
        return whole
    }

    /// 1.2.840.113549.1.7.1 and .2
    private static let dataType: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]
    private static let signedDataType: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
    /// 1.2.840.113549.1.9, under which the attributes are.
    private static let attributeArc: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09]

    private static func signedAttributes(_ content: [UInt8], _ certificate: Certificate, _ time: Timestamp)
        throws -> [[UInt8]]
    {
        func attribute(_ name: [UInt8], _ value: [UInt8]) -> [UInt8] {
            DERText.element(0x30, DERText.element(0x06, attributeArc + name) + DERText.set(of: [value]))
        }
        // ESSCertIDv2 without an algorithm, which is then SHA-256 (RFC 5035, section 4), and without issuer and serial.
        let named = DERText.element(0x30, DERText.element(0x04, certificate.digest.bytes))
        return [
            attribute([3], DERText.element(0x06, dataType)),
            attribute([4], DERText.element(0x04, SHA256Digest.of(content).bytes)),
            attribute([5], DERText.element(0x17, Array((time.fourteenDigits.dropFirst(2) + "Z").utf8))),
            attribute([16, 2, 47], DERText.element(0x30, DERText.element(0x30, named))),
        ]
    }

    /// ecdsa-with-SHA256 or sha256WithRSAEncryption, by the kind of key.
    static func algorithm(of kind: KeyKind) -> [UInt8] {
        kind.isRSA
            ? DERText.element(
                0x30,
                DERText.element(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B]) + [0x05, 0x00])
            : DERText.element(0x30, DERText.element(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]))
    }

    private static func issuerAndSerial(_ certificate: [UInt8]) -> [UInt8]? {
        SignedDataForm.issuerAndSerial(certificate).map { DERText.element(0x30, $0) }
    }
}
