import Foreign
import Foundation
import Hashing
public import Verifier

/// What our verifier says of a case.
public enum VectorVerdict {
    /// With the certificates in `folder`.
    public static func of(_ contents: VectorCase.Contents, _ options: VectorCase.Options, folder: String)
        throws -> Verdict
    {
        func certificates(_ names: [String]) throws -> [Certificate] {
            try names.flatMap { name in
                try CertificatePEM.decode(
                    [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))))
            }
        }
        var anchors = TrustAnchors()
        anchors.roots = try certificates(options.trust)
        anchors.timestampRoots = try certificates(options.timeTrust)
        anchors.serverRoots = try certificates(options.serverTrust)
        anchors.logs = try options.logs.first.map { try TransparencyLogs.reading(folder + "/" + $0) }
        anchors.at = options.at
        var verify = VerifyOptions(anchors: anchors, requireTime: options.requireTime, now: options.now)
        verify.requireRevocation = options.requireRevocation
        verify.quick = options.quick
        verify.sidecars = contents.sidecars.enumerated().map { ("sidecar-0\($0 + 1).json", $1) }
        verify.fileDigest = SHA256Digest.of(contents.bytes)
        let verdict = try BundleVerifier.verify(bytes: contents.bytes, options: verify)
        return try ForeignVerifier.verdict(
            on: contents.bytes, after: verdict, isAccepted: options.acceptsForeign, options: verify)
    }

    /// The codes that decide.
    public static func codes(_ verdict: Verdict) -> Set<String> {
        Set(
            verdict.findings.compactMap { finding in
                switch finding.weight {
                case .failure, .unsupported, .foreign, .unanchored: finding.code
                case .caveat, .note: nil
                }
            })
    }
}
