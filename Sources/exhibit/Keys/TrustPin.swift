import Files
import Glibc
import Hashing
import Storage
import Verifier
import VerifyCommand

/// The officer's own key in the trust list of this user, so that verifying on this machine ends with status 0.
enum TrustPin {
    private static let maximumBytes = 1 << 20

    static func has(_ certificate: Certificate) throws -> Bool {
        let entries = try list().entries
        return entries.contains { $0.digest == certificate.digest && $0.kind == .certificate }
            && entries.contains { $0.digest == certificate.keyDigest && $0.kind == .key }
    }

    /// Adds certificate and key at the end of the list; what stands there stays. On the disk when this returns.
    static func add(_ certificate: Certificate) throws {
        guard try !has(certificate) else { return }
        let path = try path()
        let label = [certificate.commonName, certificate.organization].compactMap { $0 }.joined(
            separator: ", ")
        var bytes = Folder.exists(path) ? try WholeFile.read(path, maximumBytes: maximumBytes) : []
        if bytes.isEmpty {
            bytes = Array("# Keys and certificates that verification on this machine trusts.\n".utf8)
        } else if bytes.last != 0x0A {
            bytes.append(0x0A)
        }
        for (digest, kind) in [
            (certificate.digest, TrustList.Entry.Kind.certificate), (certificate.keyDigest, .key),
        ] {
            bytes += TrustList.Entry(digest: digest, kind: kind, label: label).line
        }
        try WholeFile.replace(path, bytes)
    }

    private static func list() throws -> TrustList {
        let path = try path()
        guard Folder.exists(path) else { return try TrustList.parse([]) }
        do {
            return try TrustList.parse(try WholeFile.read(path, maximumBytes: maximumBytes))
        } catch let error as TrustList.ParseError {
            throw CommandError(.badInput, "\(path): \(error)")
        }
    }

    private static func path() throws -> String {
        guard let path = TrustFile.path() else {
            throw CommandError(
                .unavailable, "there is no place for a trust list: neither HOME nor EXHIBIT_HOME is set")
        }
        return path
    }
}
