import Bytes
import Files
public import Hashing
import Storage

/// This user's trust list on the disk, changed as a whole: it is the old or the new one, never half of it.
public struct TrustListFile: Sendable {
    private static let maximumBytes = 1 << 20
    public let path: String

    /// Why the list cannot be used.
    public enum Failure: Error, CustomStringConvertible {
        case noPlace
        case malformed(path: String, TrustList.ParseError)

        public var description: String {
            switch self {
            case .noPlace: "there is no place for a trust list: neither HOME nor EXHIBIT_HOME is set"
            case .malformed(let path, let error): "\(path): \(error)"
            }
        }
    }

    /// Throws `noPlace` when neither variable is set.
    public init() throws(Failure) {
        guard let path = TrustFile.path() else { throw .noPlace }
        self.path = path
    }

    /// What it lists; nothing when it is not there.
    public func list() throws -> TrustList {
        let bytes = try bytes()
        do {
            return try TrustList.parse(bytes)
        } catch {
            throw Failure.malformed(path: path, error)
        }
    }

    /// Adds entries that are not there yet at the end; what stands there stays. On the disk when this returns.
    public func add(_ entries: [TrustList.Entry]) throws {
        let known = try list().entries
        let new = entries.filter { entry in
            !known.contains { $0.digest == entry.digest && $0.kind == entry.kind }
        }
        guard !new.isEmpty else { return }
        var bytes = try bytes()
        if bytes.isEmpty {
            bytes = Array("# Keys and certificates that verification on this machine trusts.\n".utf8)
        } else if bytes.last != 0x0A {
            bytes.append(0x0A)
        }
        try Folder.create(Folder.of(path))
        try WholeFile.replace(path, bytes + new.flatMap(\.line))
    }

    /// Takes out every line of this digest; gives how many there were. Comments stay.
    public func remove(_ digest: SHA256Digest) throws -> Int {
        _ = try list()
        let lines = try bytes().split(separator: 0x0A, omittingEmptySubsequences: true)
        let kept = lines.filter { !$0.starts(with: digest.text.utf8) }
        guard kept.count < lines.count else { return 0 }
        try WholeFile.replace(path, Array(kept.map { $0 + [0x0A] }.joined()))
        return lines.count - kept.count
    }

    private func bytes() throws -> [UInt8] {
        Folder.exists(path) ? try WholeFile.read(path, maximumBytes: Self.maximumBytes) : []
    }
}
