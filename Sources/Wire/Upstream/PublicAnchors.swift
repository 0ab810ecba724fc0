import Files
import Hashing

/// Which anchors of the system's trust store came with it, and which someone on this machine or network added.
///
/// Debian installs the public authorities as single files of the package `ca-certificates`; what an administrator adds lies elsewhere.
/// An anchor that is not among the former is how TLS inspection looks.
struct PublicAnchors: Sendable {
    private static let folder = "/usr/share/ca-certificates/mozilla"
    private static let status = "/var/lib/dpkg/status"

    /// `ca-certificates 20230311+deb12u1`; nil when the package cannot be found.
    let version: String?
    private let digests: Set<SHA256Digest>

    /// Reads the package's files; takes some milliseconds, once a process.
    static let installed = PublicAnchors()

    private init() {
        var digests: Set<SHA256Digest> = []
        for name in (try? Folder.names(in: Self.folder)) ?? [] {
            // A file that cannot be read makes its authority "local": the careful side.
            guard let pem = try? WholeFile.read(Self.folder + "/" + name, maximumBytes: 1 << 20),
                let certificates = try? CertificatePEM.decode(pem)
            else { continue }
            digests.formUnion(certificates.map(\.digest))
        }
        self.digests = digests
        version = Self.packageVersion()
    }

    func contains(_ anchor: [UInt8]) -> Bool { digests.contains(SHA256Digest.of(anchor)) }

    private static func packageVersion() -> String? {
        guard let bytes = try? WholeFile.read(status, maximumBytes: 64 << 20) else { return nil }
        let marker = Array("Package: ca-certificates\n".utf8)
        guard let start = firstRange(of: marker, in: bytes) else { return nil }
        for line in bytes[start...].split(separator: 0x0A, maxSplits: 40, omittingEmptySubsequences: false)
            .prefix(40)
        {
            if line.isEmpty { return nil }
            let prefix = Array("Version: ".utf8)
            if line.starts(with: prefix) {
                return "ca-certificates " + String(decoding: line.dropFirst(prefix.count), as: UTF8.self)
            }
        }
        return nil
    }

    /// Where `marker` begins, at the beginning of a line.
    private static func firstRange(of marker: [UInt8], in bytes: [UInt8]) -> Int? {
        var place = 0
        while place < bytes.count {
            if bytes[place...].starts(with: marker) { return place }
            guard let next = bytes[place...].firstIndex(of: 0x0A) else { return nil }
            place = next + 1
        }
        return nil
    }
}
