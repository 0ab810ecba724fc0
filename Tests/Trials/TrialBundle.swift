import Files
import Hashing
import Sealing
import Storage
import TestSupport

/// A bundle to be tried, with the signer's certificate beside it, as `FILE.pem`.
enum TrialBundle {
    /// What a bundle without contents takes.
    private static let emptyKibibytes = 9

    /// Random bytes, which do not deflate, in one record.
    static func make(at path: String, kibibytes: Int) throws {
        let maker = try SmallBundle()
        let bytes = try SecureRandom.bytes(max(0, kibibytes - emptyKibibytes) << 10)
        try maker.seal(
            at: path,
            resources: [(uri: "urn:sized", type: "application/octet-stream", bytes: bytes)])
        try WholeFile.create(path + ".pem", CertificatePEM.encode(maker.officer.certificate))
    }
}
