internal import COpenSSL

/// A timestamp token (RFC 3161, section 2.4.2; RFC 5816) whose own signature is valid.
///
/// Whether its authority is to be trusted is told by `path`.
public struct TimestampToken: Sendable, Equatable {
    public static let maximumBytes = 1 << 20

    public let der: [UInt8]
    public let info: TimestampInfo
    /// The authority's certificate: the one that signed, and that the signed attributes name.
    public let signer: Certificate
    /// Further certificates in the token, for the path to an anchor.
    public let others: [Certificate]

    /// Reads a token from outside, which must fill `der` exactly, and verifies its signature.
    public static func read(_ der: [UInt8]) throws(TimestampError) -> TimestampToken {
        guard der.count <= maximumBytes else { throw .tooLong }
        // libcrypto would also take an indefinite length.
        guard let (_, rest) = DERElement.first(of: der[...]), rest.isEmpty else { throw .notCMS }
        do {
            return try TimestampToken(der)
        } catch let error as TimestampError {
            throw error
        } catch let error as OpenSSLError {
            throw .openSSL(error)
        } catch {
            throw .notCMS
        }
    }

    private init(_ der: [UInt8]) throws {
        let cms: CMSOwner
        do { cms = try CMSOwner.reading(der) } catch { throw TimestampError.notCMS }
        // What the CMS_get0_… functions and exhibit_first_signer give stays the structure's.
        guard unsafe OBJ_obj2nid(CMS_get0_type(cms.pointer)) == NID_pkcs7_signed,
            unsafe OBJ_obj2nid(CMS_get0_eContentType(cms.pointer)) == NID_id_smime_ct_TSTInfo,
            let content = unsafe CMS_get0_content(cms.pointer)?.pointee
        else { throw TimestampError.notAToken }
        let count = Int(unsafe exhibit_signers_count(cms.pointer))
        guard count == 1, let signer = unsafe exhibit_first_signer(cms.pointer) else {
            throw TimestampError.signerCount(count)
        }
        // Without them a signature over other bytes could pass as one over a token (RFC 5652, section 5.4).
        guard unsafe CMS_signed_get_attr_count(signer) > 0 else { throw TimestampError.signedAttributes }
        var algorithm: UnsafeMutablePointer<X509_ALGOR>?
        var name: OpaquePointer?
        unsafe CMS_SignerInfo_get0_algs(signer, nil, nil, &algorithm, nil)
        unsafe X509_ALGOR_get0(&name, nil, nil, algorithm)
        guard [NID_sha256, NID_sha384, NID_sha512].contains(unsafe OBJ_obj2nid(name)) else {
            throw TimestampError.weakDigest
        }
        var named: [Certificate] = []
        let certificates = try unsafe cms.certificates { certificate, pointer in
            if unsafe CMS_SignerInfo_cert_cmp(signer, pointer) == 0 { named.append(certificate) }
        }
        // Two would let one sign and the other be looked at.
        guard named.count == 1, let certificate = named.first else {
            throw TimestampError.signerCertificate(named.count)
        }
        let info = unsafe Array(
            UnsafeBufferPointer(
                start: ASN1_STRING_get0_data(content), count: Int(ASN1_STRING_length(content))))
        guard unsafe Self.names(certificate, signer) else { throw TimestampError.signingCertificateDiffers }
        ERR_clear_error()
        let status = unsafe CMS_verify(
            cms.pointer, nil, nil, nil, nil, UInt32(CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY))
        ERR_clear_error()
        guard status == 1 else { throw TimestampError.signatureInvalid }
        self.der = der
        self.info = try TimestampInfo(info)
        self.signer = certificate
        others = certificates.filter { $0 != certificate }
    }

    /// Whether signing-certificate (RFC 2634) or signing-certificate-v2 (RFC 5035) names this certificate first, and
    /// neither names another.
    private static func names(_ certificate: Certificate, _ signer: OpaquePointer) -> Bool {
        var isNamed = false
        for kind in [NID_id_smime_aa_signingCertificate, NID_id_smime_aa_signingCertificateV2]
        where unsafe CMS_signed_get_attr_by_NID(signer, kind, -1) >= 0 {
            guard
                let value = unsafe CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(kind), -3, V_ASN1_SEQUENCE)
            else {
                ERR_clear_error()
                return false
            }
            let string = unsafe value.assumingMemoryBound(to: ASN1_STRING.self)
            let der = unsafe Array(
                UnsafeBufferPointer(
                    start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string))))
            guard let list = DERElement.first(of: der[...])?.element.first(tag: 0x30),
                let parts = list.first(tag: 0x30)?.children, let first = parts.first
            else { return false }
            let isVersion2 = kind == NID_id_smime_aa_signingCertificateV2
            // ESSCertIDv2 names its algorithm unless it is SHA-256; ESSCertID is SHA-1, which names here and proves nothing.
            let algorithm = isVersion2 ? (first.tag == 0x30 ? DigestAlgorithm(first) : .sha256) : nil
            let hash = first.tag == 0x30 ? parts.dropFirst().first : first
            guard !isVersion2 || algorithm != nil, let hash, hash.tag == 0x04,
                let expected = try? algorithm.map({ try $0.digest(of: certificate.der) })
                    ?? certificate.sha1Digest(),
                hash.contents.elementsEqual(expected)
            else { return false }
            isNamed = true
        }
        return isNamed
    }

    /// The path from the authority's certificate to one of these anchors, at the time that the token tells.
    public func path(to anchors: [Certificate], intermediates: [Certificate] = [])
        throws(OpenSSLError) -> CertificatePath.Result
    {
        try CertificatePath.verify(
            signer, intermediates: others + intermediates, anchors: anchors, at: info.time, for: .timestamping
        )
    }
}
