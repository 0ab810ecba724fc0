import Bytes
public import Evidence
import Files
public import Hashing
import Reading
import Storage
public import Timestamping
import ValidationData

/// Timestamps that are had after a bundle was sealed; they go into a file beside it, never into it.
public enum LaterTimestamp {
    /// Where the new file lies, and its tokens.
    public struct Made: Sendable {
        public let path: String
        public let tokens: [TimestampToken]
        /// In words, why the state of a certificate could not be had.
        public let problems: [String]
    }

    /// Asks the authorities, and writes `FILE.sidecar-NN.json` with the next free number. Nil when no token was had.
    ///
    /// A `timestamp` is over the signature value; a `renewal` over the whole file and every token before it, those in the
    /// bundle first, then those of the files beside it in the order of their numbers. Throws `ReadingError` and others for
    /// what is no bundle.
    public static func make(
        _ kind: Sidecar.Kind, for path: String, from authorities: TimestampAuthorities,
        clock: SealingClock = .system
    ) throws -> Made? {
        let bundle = try ReadableBundle(path: path)
        let (signature, name) = try bundle.seal()
        let file = try bundle.digest()
        var earlier = signature.timestamps
        let beside = Sidecar.paths(beside: path, where: Folder.exists)
        for sidecar in beside { earlier += try read(sidecar).tokens }
        let message =
            switch kind {
            case .timestamp: signature.signatureValue
            case .renewal: Sidecar.renewed(file: file, tokens: earlier)
            }
        let tokens = authorities.tokens(over: message)
        guard !tokens.isEmpty else { return nil }
        var data = ValidationData()
        data.gather(for: signature.signer, known: signature.others, at: clock.now())
        for token in tokens { data.gather(for: token.signer, known: token.others, at: clock.now()) }
        let sidecar = Sidecar(
            bundle: name, file: file, signature: SHA256Digest.of(signature.signatureValue),
            kind: kind, tokens: tokens.map(\.der), certificates: data.certificates.map(\.der),
            lists: data.revocation.lists, responses: data.revocation.responses)
        let sidecarPath = Sidecar.path(beside: path, beside.count + 1)
        try WholeFile.create(sidecarPath, sidecar.serialized, mode: 0o644)
        return Made(path: sidecarPath, tokens: tokens, problems: data.problems)
    }

    private static func read(_ path: String) throws -> Sidecar {
        let bytes = try WholeFile.read(path, maximumBytes: Sidecar.maximumBytes)
        do {
            return try Sidecar.parse(bytes)
        } catch {
            throw ReadingError.malformed(place: SafeText.escaped(Folder.name(of: path)), rule: "\(error)")
        }
    }
}
