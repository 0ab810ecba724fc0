import Evidence
public import Files
import Storage

extension EvidenceRecord.Block {
    /// The whole of a file as a payload, in memory where it is small; nil for one that ends before `size`.
    public static func file(_ file: OpenFile, size: Int) throws -> EvidenceRecord.Block? {
        guard size > BundleLimits.largeBlockBytes else {
            let bytes = try file.read(at: 0, count: size)
            return bytes.count == size ? .bytes(head: [], payload: bytes) : nil
        }
        return .spooled(
            head: [], payload: try SpoolFile(reading: file), bytes: size,
            digest: try FileDigest.sha256(of: file))
    }
}
