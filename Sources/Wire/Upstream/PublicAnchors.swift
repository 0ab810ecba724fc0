import Files
import Hashing
import Storage

/// Which anchors of the system's trust store came with it, and which someone on this machine or network added.
///
/// Debian installs the public authorities as single files of the package `ca-certificates`; what an administrator adds lies elsewhere.
/// An anchor that is not among the former is how TLS inspection looks. Read once a process, when first asked for.
enum PublicAnchors {
    private static let folder = "/usr/share/ca-certificates/mozilla"
    private static let status = "/var/lib/dpkg/status"

    static func contains(_ anchor: [UInt8]) -> Bool { digests.contains(SHA256Digest.of(anchor)) }

    private static let digests: Set<SHA256Digest> = {
        var digests: Set<SHA256Digest> = []
        for name in (try? Folder.names(in: folder)) ?? [] {
            // A file that cannot be read makes its authority "local": the careful side.
            guard let pem = try? WholeFile.read(folder + "/" + name, maximumBytes: 1 << 20),
                let certificates = try? CertificatePEM.decode(pem)
            else { continue }
            digests.formUnion(certificates.map(\.digest))
        }
        return digests
    }()

    /// As `ca-certificates 20230311+deb12u1`; nil when the package cannot be found.
    static let version: String? = {
        guard let bytes = try? WholeFile.read(status, maximumBytes: 64 << 20) else { return nil }
        let package = Array("\nPackage: ca-certificates\n".utf8)
        guard let start = place(of: package, in: bytes) else { return nil }
        let prefix = Array("Version: ".utf8)
        let lines = bytes[(start + 1)...].split(
            separator: 0x0A, maxSplits: 40, omittingEmptySubsequences: false)
        for line in lines.prefix(40).prefix(while: { !$0.isEmpty }) where line.starts(with: prefix) {
            return "ca-certificates " + String(decoding: line.dropFirst(prefix.count), as: UTF8.self)
        }
        return nil
    }()

    /// Where `text`, which begins with a line's end, stands first.
    private static func place(of text: [UInt8], in bytes: [UInt8]) -> Int? {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var place = 0
            while place <= bytes.count - text.count {
                if unsafe bytes[place] == text[0], unsafe bytes[place + 10] == text[10],
                    unsafe bytes[place..<(place + text.count)].elementsEqual(text)
                {
                    return place
                }
                place += 1
            }
            return nil
        }
    }
}
