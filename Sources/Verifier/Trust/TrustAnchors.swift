public import Bytes
public import Hashing

/// What the verifier was given to trust; nothing in it ever comes from a bundle.
public struct TrustAnchors: Sendable {
    /// Root certificates of authorities; a self-signed certificate that signs for itself is a pin of it.
    public var roots: [Certificate] = []
    /// Digests of SubjectPublicKeyInfo.
    public var keys: Set<SHA256Digest> = []
    /// Digests of certificates.
    public var certificates: Set<SHA256Digest> = []
    /// The time at which a path to a root must be valid, when no timestamp tells it.
    public var at: Timestamp?

    public init() {}

    /// How a signer is tied to these anchors.
    enum Standing: Equatable {
        case pinnedKey
        case pinnedCertificate
        case path(to: String)
        /// There is a path at the time of the capture, but nothing shows that time.
        case pathWithoutTime
        case none(reason: String)
    }

    func standing(of signature: SignedData, capturedAt time: Timestamp) throws(OpenSSLError) -> Standing {
        let signer = signature.signer
        if certificates.contains(signer.digest) || signer.isSelfIssued && roots.contains(signer) {
            return .pinnedCertificate
        }
        if keys.contains(signer.keyDigest) { return .pinnedKey }
        guard !roots.isEmpty else {
            return .none(reason: "you named no authority, and this key is not among those that you trust")
        }
        let moment = at ?? time
        switch try CertificatePath.verify(
            signer, intermediates: signature.others, anchors: roots, at: moment,
            for: .documents)
        {
        case .anchored(let path):
            guard at != nil else { return .pathWithoutTime }
            return .path(to: path.last?.subject ?? "")
        case .notAnchored(let reason): return .none(reason: reason)
        }
    }
}
