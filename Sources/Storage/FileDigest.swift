public import Files
public import Hashing

/// Digests of whole files.
public enum FileDigest {
    /// SHA-256 of a file, read piece by piece. Throws `FileError` and `OpenSSLError`.
    public static func sha256(of path: String) throws -> SHA256Digest {
        try sha256(of: OpenFile.reading(path))
    }

    public static func sha256(of file: OpenFile) throws -> SHA256Digest {
        var digest = try RunningDigest.sha256()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var place = 0
        while true {
            let got = try unsafe buffer.withUnsafeMutableBytes { all in
                let got = try unsafe file.read(into: all, at: place)
                try unsafe digest.update(UnsafeRawBufferPointer(rebasing: all[..<got]))
                return got
            }
            guard got > 0 else { return try digest.finalize() }
            place += got
        }
    }
}
