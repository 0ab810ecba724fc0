import Bytes
import Evidence
import Hashing
import Signing
import TestSupport

extension VectorCase {
    private static func token(
        _ about: String, _ codes: Set<String> = [], tells: Set<String> = [],
        options: Options = Options(timeTrust: ["tsa.pem"]),
        seconds: Int64 = 60, _ forge: @escaping @Sendable (inout ForgedToken) -> Void = { _ in }
    ) -> VectorCase {
        VectorCase.drafted(
            "time", about, codes, tells: tells,
            options: options
        ) { draft, kit in
            draft.material = { value in
                var material = SignatureMaterial()
                var forged = try ForgedToken(over: value)
                forged.time = kit.tokenTime(seconds)
                forge(&forged)
                material.tokens = [try TimestampToken.read(forged.signed(by: [kit.time.subject]))]
                return material
            }
        }
    }

    private static func bracket(
        _ about: String, _ codes: Set<String> = [], seconds: Int64, other: [UInt8] = []
    ) -> VectorCase {
        VectorCase.drafted("time", about, codes, options: Options(timeTrust: ["tsa.pem"])) { draft, kit in
            let text = Bracket.imprinted(bundle: draft.plan.bundle, packaging: draft.plan.packaging)
            var forged = try ForgedToken(over: text + other)
            forged.time = kit.tokenTime(seconds)
            let der = try forged.signed(by: [kit.time.subject])
            draft.files[BundlePath.bracket] = der
            draft.bracket = SHA256Digest.of(der)
        }
    }

    /// Tokens, the one before the capture, and files beside the bundle.
    static var times: [VectorCase] {
        [
            token(
                "a token of a trusted authority", options: Options(timeTrust: ["tsa.pem"], requireTime: true)),
            token(
                "a token of an authority that nobody named",
                tells: ["time.token-not-anchored", "time.claimed-only"], options: Options()),
            token("a token over something else", ["time.token-other"]) {
                $0.imprint[0] ^= 1
            },
            token("a token from before the end of the capture", ["time.token-early"], seconds: -60),
            token("a token of the next day", tells: ["time.token-late"], seconds: 86_400),
            token(
                "a token whose authority's certificate has ended since", tells: ["time.token-aged"],
                options: Options(timeTrust: ["tsa.pem"], now: Timestamp(seconds: 3_100_000_000))),
            bracket("a token before the capture", seconds: -65),
            bracket(
                "a token before the capture that is later than its beginning", ["time.bracket-late"],
                seconds: 60),
            bracket(
                "a token before the capture that is another bundle's", ["time.token-other"], seconds: -65,
                other: [0]),
            VectorCase.drafted(
                "time", "a token that is none", ["time.token-form"], options: Options(timeTrust: ["tsa.pem"])
            ) { draft, _ in
                let der = Array("no token".utf8)
                draft.files[BundlePath.bracket] = der
                draft.bracket = SHA256Digest.of(der)
            },
            VectorCase.drafted(
                "time", "a token over SHA-1", tells: ["time.token-weak"],
                options: Options(timeTrust: ["tsa.pem"])
            ) { draft, kit in
                var forged = ForgedToken()
                forged.imprint = [UInt8](repeating: 1, count: 20)
                forged.algorithmIdentifier = [0x2B, 0x0E, 0x03, 0x02, 0x1A]
                let der = try forged.signed(by: [kit.time.subject])
                draft.files[BundlePath.bracket] = der
                draft.bracket = SHA256Digest.of(der)
            },
            VectorCase.drafted(
                "time", "a token of a revoked authority", tells: ["time.token-revoked"],
                options: Options(timeTrust: ["tsa.pem"])
            ) { draft, kit in
                draft.material = { value in
                    var material = SignatureMaterial()
                    var forged = try ForgedToken(over: value)
                    forged.time = kit.tokenTime(60)
                    material.tokens = [try TimestampToken.read(forged.signed(by: [kit.time.subject]))]
                    material.revocation.lists = [
                        try kit.time.root.revocationList(
                            [(kit.time.subject.certificate, VectorKit.begin)], from: VectorKit.begin,
                            to: VectorKit.end)
                    ]
                    return material
                }
            },
            VectorCase("time", "a file beside the bundle that is broken", tells: ["time.sidecar-unusable"]) {
                kit in
                var contents = Contents(try kit.draft().sealed())
                contents.sidecars = [Array("{}".utf8)]
                return contents
            },
        ]
    }
}
