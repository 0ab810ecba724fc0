public import Bytes
internal import COpenSSL

/// A detached signature in the strict form of the bundle format: CAdES-B-B (EN 319 122-1), one signer.
public struct SignedData: Sendable {
    public static let maximumBytes = 1 << 20

    public let der: [UInt8]
    private let form: SignedDataForm
    private let attributes: SignedDataForm.Attributes
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
        return try SignedData(der)
    }

    private init(_ der: [UInt8]) throws(CMSError) {
        form = try SignedDataForm.parts(of: der)
        attributes = try form.attributes()
        let named = form.signer
        // One that cannot be read helps nobody on the way to an anchor.
        let certificates = form.certificates.compactMap { try? Certificate(der: $0) }
        guard let signer = certificates.first(where: { SignedDataForm.issuerAndSerial($0.der) == named })
        else {
            throw .signerCertificateMissing
        }
        guard attributes.certificate.elementsEqual(signer.digest.bytes) else {
            throw .signingCertificateDiffers
        }
        guard let time = Self.time(Array(attributes.time)) else { throw .signingTime }
        self.der = der
        self.signer = signer
        others = certificates.filter { $0 != signer }
        signatureValue = form.signatureValue
        signingTime = time
        timestamps = form.timestamps
        revocation = Revocation.Material(lists: form.lists, responses: form.responses)
    }

    /// Whether this is a valid signature over `content` by the signer's key. Says nothing of who the signer is.
    public func verifies(_ content: [UInt8]) throws(OpenSSLError) -> Bool {
        guard attributes.digest.elementsEqual(SHA256Digest.of(content).bytes) else { return false }
        return try ServerSignatureScheme.verifies(
            signatureValue, of: attributes.signed, scheme: form.usesRSA ? 0x0401 : 0x0403, spki: signer.spki,
            isTLS13: false)
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
