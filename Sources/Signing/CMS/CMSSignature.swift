public import Bytes
internal import COpenSSL
public import Hashing

/// Makes detached CMS signatures: CAdES-B-B with SHA-256 (EN 319 122-1), in DER.
public enum CMSSignature {
    /// Signs `content`.
    ///
    /// The signature carries the signer's certificate and `chain`; its signed attributes are content-type,
    /// message-digest, signing-certificate-v2 and signing-time.
    public static func sign(
        _ content: [UInt8], key: SigningKey, certificate: Certificate, chain: [Certificate] = [],
        at time: Timestamp
    ) throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        let flags = UInt32(CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_CADES | CMS_NOSMIMECAP)
        guard let pointer = unsafe CMS_sign(nil, nil, nil, nil, flags) else {
            throw .drained(after: "CMS_sign")
        }
        let cms = unsafe CMSOwner(owning: pointer)
        let signer = try X509Owner.reading(certificate.der)
        // The signer info stays the structure's; certificate and key get references of their own.
        guard let info = unsafe CMS_add1_signer(cms.pointer, signer.pointer, key.pointer, EVP_sha256(), flags)
        else {
            throw .drained(after: "CMS_add1_signer")
        }
        let text = Array((time.fourteenDigits.dropFirst(2) + "Z").utf8)
        guard
            unsafe CMS_signed_add1_attr_by_NID(
                info, NID_pkcs9_signingTime, V_ASN1_UTCTIME, text, Int32(text.count)) == 1
        else { throw .drained(after: "CMS_signed_add1_attr_by_NID") }
        for other in chain {
            let owner = try X509Owner.reading(other.der)
            guard unsafe CMS_add1_cert(cms.pointer, owner.pointer) == 1 else {
                throw .drained(after: "CMS_add1_cert")
            }
        }
        let input = try MemoryBIO.holding(content)
        guard unsafe CMS_final(cms.pointer, input.pointer, nil, flags) == 1 else {
            throw .drained(after: "CMS_final")
        }
        return try cms.der()
    }
}
