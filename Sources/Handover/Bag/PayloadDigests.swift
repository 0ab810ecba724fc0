import Hashing

/// Both digests that the manifests hold of a file, in one pass.
struct PayloadDigests: ~Copyable {
    private var sha256: RunningDigest
    private var sha512: RunningSHA512

    init() throws(OpenSSLError) {
        let first = try RunningDigest.sha256()
        let second = try RunningSHA512.begin()
        sha256 = first
        sha512 = second
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) throws(OpenSSLError) {
        try unsafe sha256.update(bytes)
        try unsafe sha512.update(bytes)
    }

    consuming func line(for path: String) throws(OpenSSLError) -> BagText.Line {
        let first = try sha256.finalize()
        return BagText.Line(path: path, sha256: first, sha512: try sha512.finalize())
    }
}
