import Hashing
import Sealing
import TestSupport
import Testing
import Verifier

/// Verifies bytes against the maker's certificate.
struct Verification {
    let maker: SmallBundle
    var options: VerifyOptions

    init(_ maker: SmallBundle) {
        self.maker = maker
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        options = VerifyOptions(anchors: anchors)
    }

    func verdict(_ bytes: [UInt8]) throws -> Verdict {
        try BundleVerifier.verify(bytes: bytes, options: options)
    }

    /// The codes of what is wrong, each once.
    func failures(_ bytes: [UInt8]) throws -> Set<String> {
        Set(
            try verdict(bytes).findings.compactMap { finding in
                if case .failure = finding.weight { finding.code } else { nil }
            })
    }
}
