public import Bytes
internal import COpenSSL

/// A detached signature in the strict form of the bundle format: CAdES-B-B (EN 319 122-1), one signer.
public struct SignedData: Sendable {
    public static let maximumBytes = 1 << 20

    public let der: [UInt8]
    private let cms: SharedCMS
    /// The certificate whose key made the signature, as signing-certificate-v2 binds it.
    public let signer: Certificate
    /// Further certificates, for the path to an anchor.
    public let others: [Certificate]
    /// The signature value, without tag and length.
    public let signatureValue: [UInt8]
    /// What the signer claims.
    public let signingTime: Timestamp
    /// The values of the unsigned attribute of timestamp tokens, in DER order; none without it.
    public let timestamps: [[UInt8]]
    /// Revocation lists and OCSP responses that came with the signature.
    public let revocation: Revocation.Material

    /// Reads a signature from outside and checks its form; whether it is valid for a content is told by `verifies`.
    public static func read(_ der: [UInt8]) throws(CMSError) -> SignedData {
        guard der.count <= maximumBytes else { throw .tooLong }
        do {
            return try SignedData(der)
        } catch let error as CMSError {
            throw error
        } catch let error as OpenSSLError {
            throw .openSSL(error)
        } catch {
            throw .notCanonical
        }
    }

    private init(_ der: [UInt8]) throws {
        let cms = try CMSOwner.reading(der)
        guard try cms.der() == der else { throw CMSError.notCanonical }
        // What CMS_get0_… and exhibit_first_signer give stays the structure's.
        guard unsafe OBJ_obj2nid(CMS_get0_type(cms.pointer)) == NID_pkcs7_signed else {
            throw CMSError.notSignedData
        }
        guard unsafe CMS_is_detached(cms.pointer) == 1,
            unsafe OBJ_obj2nid(CMS_get0_eContentType(cms.pointer)) == NID_pkcs7_data
        else { throw CMSError.notDetached }
        let count = Int(unsafe exhibit_signers_count(cms.pointer))
        guard count == 1, let info = unsafe exhibit_first_signer(cms.pointer) else {
            throw CMSError.signerCount(count)
        }

        var digestAlgorithm: UnsafeMutablePointer<X509_ALGOR>?
        unsafe CMS_SignerInfo_get0_algs(info, nil, nil, &digestAlgorithm, nil)
        var algorithm: OpaquePointer?
        unsafe X509_ALGOR_get0(&algorithm, nil, nil, digestAlgorithm)
        guard unsafe OBJ_obj2nid(algorithm) == NID_sha256 else { throw CMSError.digestNotSHA256 }

        let expected = [
            NID_pkcs9_contentType, NID_pkcs9_messageDigest, NID_id_smime_aa_signingCertificateV2,
            NID_pkcs9_signingTime,
        ]
        guard unsafe CMS_signed_get_attr_count(info) == expected.count,
            expected.allSatisfy({ unsafe CMS_signed_get_attr_by_NID(info, $0, -1) >= 0 })
        else { throw CMSError.signedAttributes }
        var named: Certificate?
        let certificates = try unsafe cms.certificates { certificate, pointer in
            if named == nil, unsafe CMS_SignerInfo_cert_cmp(info, pointer) == 0 { named = certificate }
        }
        guard let signer = named else { throw CMSError.signerCertificateMissing }
        let form = try SignedDataForm.check(der, signer: signer.der)
        guard
            let value = unsafe Self.signedValue(info, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE),
            let list = DERElement.first(of: value[...])?.element.first(tag: 0x30),
            let hash = list.first(tag: 0x30)?.first(tag: 0x04)?.contents,
            hash.elementsEqual(signer.digest.bytes)
        else { throw CMSError.signingCertificateDiffers }
        guard let time = unsafe Self.signedValue(info, NID_pkcs9_signingTime, V_ASN1_UTCTIME),
            let signingTime = Self.time(time)
        else { throw CMSError.signingTime }
        guard let value = unsafe CMS_SignerInfo_get0_signature(info) else { throw CMSError.notCanonical }
        self.der = der
        timestamps = form.timestamps
        revocation = Revocation.Material(lists: form.lists, responses: form.responses)
        self.signer = signer
        others = certificates.filter { $0 != signer }
        signatureValue = unsafe Self.bytes(of: value)
        self.signingTime = signingTime
        self.cms = SharedCMS(cms)
    }

    /// Whether this is a valid signature over `content` by the signer's key. Says nothing of who the signer is.
    public func verifies(_ content: [UInt8]) throws(OpenSSLError) -> Bool {
        let input = try MemoryBIO.holding(content)
        return try cms.withLock { cms throws(OpenSSLError) in
            ERR_clear_error()
            let flags = UInt32(CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY)
            let status = unsafe CMS_verify(cms.pointer, nil, nil, input.pointer, nil, flags)
            ERR_clear_error()
            return status == 1
        }
    }

    /// Whether bytes that are not in the form of the format are a valid signature over `content` all the same, in the eyes of
    /// libcrypto.
    public static func isValidOtherwise(_ der: [UInt8], over content: [UInt8]) -> Bool {
        guard let cms = try? CMSOwner.reading(der), let input = try? MemoryBIO.holding(content),
            unsafe OBJ_obj2nid(CMS_get0_type(cms.pointer)) == NID_pkcs7_signed
        else { return false }
        defer { ERR_clear_error() }
        let flags = UInt32(CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY)
        return unsafe CMS_verify(cms.pointer, nil, nil, input.pointer, nil, flags) == 1
    }

    /// The value of the one signed attribute of this kind, if its type is `type`.
    private static func signedValue(_ info: OpaquePointer, _ kind: Int32, _ type: Int32) -> [UInt8]? {
        // The value stays the attribute's; -3 asks that attribute and value are the only ones.
        let value = unsafe CMS_signed_get0_data_by_OBJ(info, OBJ_nid2obj(kind), -3, type)
        guard let value = unsafe value else {
            ERR_clear_error()
            return nil
        }
        return unsafe bytes(of: value.assumingMemoryBound(to: ASN1_STRING.self))
    }

    private static func bytes(of string: UnsafePointer<ASN1_STRING>) -> [UInt8] {
        unsafe Array(
            UnsafeBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string))))
    }

    /// UTCTime in its DER form, `YYMMDDHHMMSSZ` (RFC 5652, section 11.3).
    private static func time(_ bytes: [UInt8]) -> Timestamp? {
        guard bytes.count == 13 else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let pairs = stride(from: 0, to: 12, by: 2).map { text.dropFirst($0).prefix(2) }
        let century = pairs[0] < "50" ? "20" : "19"
        return Timestamp(
            "\(century)\(pairs[0])-\(pairs[1])-\(pairs[2])T\(pairs[3]):\(pairs[4]):\(pairs[5])\(text.suffix(1))"
        )
    }
}
