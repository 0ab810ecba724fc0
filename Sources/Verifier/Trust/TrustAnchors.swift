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
    /// Root certificates of timestamp authorities.
    public var timestampRoots: [Certificate] = []
    /// Root certificates of authorities of servers.
    public var serverRoots: [Certificate] = []
    /// Certificate transparency logs; nil when none were given.
    public var logs: TransparencyLogs?
    /// The time at which a path to a root must be valid, when no timestamp tells it.
    public var at: Timestamp?

    public init() {}

    /// How a signer is tied to these anchors.
    package enum Standing: Equatable {
        case pinnedKey
        case pinnedCertificate
        /// The path, at a time that a timestamp or the verifier told.
        case path([Certificate], at: Timestamp)
        /// There is a path at the time of the capture, but nothing shows that time.
        case pathWithoutTime([Certificate])
        case none(reason: String)

        /// What ties the signer to them, in words; nil when nothing that counts does.
        package var anchor: String? {
            switch self {
            case .pinnedCertificate: "you trust this very certificate"
            case .pinnedKey: "you trust this key; the name is as claimed by the certificate"
            case .path(let path, _):
                "the certificate leads to \(SafeText.escaped(path.last?.subject ?? "")), which you trust"
            case .pathWithoutTime, .none: nil
            }
        }
    }

    /// `time` is what a timestamp tells, `captured` what the bundle claims.
    package func standing(of signature: SignedData, at time: Timestamp?, captured: Timestamp)
        throws(OpenSSLError)
        -> Standing
    {
        let signer = signature.signer
        if certificates.contains(signer.digest) || signer.isSelfIssued && roots.contains(signer) {
            return .pinnedCertificate
        }
        if keys.contains(signer.keyDigest) { return .pinnedKey }
        guard !roots.isEmpty else {
            return .none(reason: "you named no authority, and this key is not among those that you trust")
        }
        let known = time ?? at
        switch try CertificatePath.verify(
            signer, intermediates: signature.others, anchors: roots, at: known ?? captured, for: .documents)
        {
        case .anchored(let path): return known.map { .path(path, at: $0) } ?? .pathWithoutTime(path)
        case .notAnchored(let reason): return .none(reason: reason)
        }
    }
}
