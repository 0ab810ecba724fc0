import Files
import Hashing
import Storage

/// A file of an extraction while it is written; counts and digests its bytes.
final class ExtractedFile {
    let name: String
    private let file: OpenFile
    private var digest: RunningDigest?
    private(set) var bytes = 0

    init(_ name: String, in folder: String) throws {
        self.name = name
        file = try OpenFile.creating(folder + "/" + name)
        digest = try RunningDigest.sha256()
    }

    func append(_ piece: UnsafeRawBufferPointer) throws {
        try unsafe file.write(piece, at: bytes)
        try unsafe digest?.update(piece)
        bytes += piece.count
    }

    /// The digest of all bytes; the file is not written to after it.
    func finish() throws -> SHA256Digest {
        guard let running = digest.take() else { return SHA256Digest.of([]) }
        return try running.finalize()
    }
}
