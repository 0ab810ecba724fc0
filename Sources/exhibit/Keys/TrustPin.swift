import Hashing
import VerifyCommand

/// The officer's own key in the trust list of this user, so that verifying on this machine ends with status 0.
enum TrustPin {
    static func has(_ certificate: Certificate) throws -> Bool {
        let entries = try file().list().entries
        return entries.contains { $0.digest == certificate.digest && $0.kind == .certificate }
            && entries.contains { $0.digest == certificate.keyDigest && $0.kind == .key }
    }

    /// Adds certificate and key at the end of the list; what stands there stays. On the disk when this returns.
    static func add(_ certificate: Certificate) throws {
        let label = [certificate.commonName, certificate.organization].compactMap { $0 }.joined(
            separator: ", ")
        try file().add([
            TrustList.Entry(digest: certificate.digest, kind: .certificate, label: label),
            TrustList.Entry(digest: certificate.keyDigest, kind: .key, label: label),
        ])
    }

    private static func file() throws -> TrustListFile {
        do { return try TrustListFile() } catch { throw CommandError(.unavailable, "\(error)") }
    }
}
