internal import CPKCS11
public import Hashing
public import Signing
import Synchronization

/// A private key on a PKCS#11 token, which never leaves it. Owns a session, which is logged in once for a whole batch.
@safe public final class TokenSigner: DigestSigner, @unchecked Sendable {
    // Invariant of Sendable: the session is used inside the lock only.
    private let session: OpaquePointer
    private let lock = Mutex(())
    private let label: String
    private let kind: KeyKind
    /// The certificate on the token.
    public let certificate: Certificate

    public var spki: [UInt8] { certificate.spki }

    /// Opens a token by the path of its maker's module, its label (any token when empty), and the label of the certificate
    /// (the only one when empty). Logs in with the PIN, unless only the certificate is wanted.
    public static func open(module: String, token: String, certificate label: String, pin: Passphrase?) throws
        -> TokenSigner
    {
        var session: OpaquePointer?
        let status = unsafe exhibit_token_open(module, token, &session)
        guard status == 0, let session = unsafe session else {
            throw TokenError(status, label: token, module: module)
        }
        do {
            if let pin {
                let status = unsafe pin.withBytes {
                    unsafe exhibit_token_login(session, $0.baseAddress, $0.count)
                }
                guard status == 0 else { throw TokenError(status, label: token, module: module) }
            }
            var der = [UInt8](repeating: 0, count: 64 << 10)
            var count = der.count
            let read = unsafe exhibit_token_certificate(session, label, &der, &count)
            guard read == 0 else { throw TokenError(read, label: label, module: module) }
            let certificate = try Certificate(der: Array(der.prefix(count)))
            guard let kind = KeyKind(spki: certificate.spki) else { throw TokenError.keyKind }
            return unsafe TokenSigner(owning: session, label, certificate, kind)
        } catch {
            unsafe exhibit_token_close(session)
            throw error
        }
    }

    private init(owning session: OpaquePointer, _ label: String, _ certificate: Certificate, _ kind: KeyKind)
    {
        unsafe self.session = session
        self.label = label
        self.certificate = certificate
        self.kind = kind
    }

    deinit { unsafe exhibit_token_close(session) }

    public func sign(_ digest: SHA256Digest) throws -> [UInt8] {
        var value = [UInt8](repeating: 0, count: 1024)
        var count = value.count
        let status = lock.withLock { _ in
            unsafe exhibit_token_sign(session, label, kind.isRSA ? 1 : 0, digest.bytes, &value, &count)
        }
        guard status == 0, count <= value.count else { throw TokenError(status, label: label, module: "") }
        let raw = Array(value.prefix(count))
        guard !kind.isRSA else { return raw }
        // r and s, one after the other, each as long as the curve's order (PKCS#11, section 2.3.1).
        guard raw.count == (kind == .p256 ? 64 : 96) else { throw TokenError.answer }
        let half = raw.count / 2
        return DERText.element(
            0x30, DERText.integer(Array(raw[..<half])) + DERText.integer(Array(raw[half...])))
    }
}
