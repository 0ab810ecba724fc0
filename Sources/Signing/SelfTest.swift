import Bytes
import Hashing

/// Known answers asked of the cryptographic library before a capture rests on it.
public struct SelfTest: Sendable {
    /// What was tested, in plain English.
    public let name: String
    public let passed: Bool

    /// P-256 key and signature over "test" with SHA-256 (RFC 6979, section A.2.5).
    private static let knownKey =
        "3059301306072a8648ce3d020106082a8648ce3d0301070342000460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
    private static let knownSignature =
        "3045022100f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d383670220019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
    /// SHA-256 of "abc", and of a million times "a" (FIPS 180-2, appendix B).
    private static let shortDigest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    private static let longDigest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

    /// Runs all tests; a call of the library that fails is a test that is not passed.
    public static func run() -> [SelfTest] {
        let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        return [
            SelfTest("SHA-256 of a short text") {
                SHA256Digest.of(Array("abc".utf8)).hex == shortDigest
            },
            SelfTest("SHA-256 of a long text, in pieces") {
                var digest = try RunningDigest.sha256()
                for start in stride(from: 0, to: million.count, by: 65_537) {
                    try digest.update(Array(million[start..<min(start + 65_537, million.count)]))
                }
                return try digest.finalize().hex == longDigest
            },
            SelfTest("a known signature verifies") { try verifies("test") },
            SelfTest("the same signature over another text is refused") { try !verifies("Test") },
            SelfTest("a fresh key signs, and its signature verifies") {
                let key = try SigningKey.generateP256()
                let text = try SecureRandom.bytes(64)
                let signature = try key.sign(text)
                return try key.publicKey().verifies(signature, of: text)
                    && !key.publicKey().verifies(signature, of: text + [0])
            },
            SelfTest("random bytes differ from one draw to the next") {
                try SecureRandom.bytes(32) != SecureRandom.bytes(32)
            },
        ]
    }

    private init(_ name: String, _ body: () throws -> Bool) {
        self.name = name
        passed = (try? body()) ?? false
    }

    private static func verifies(_ text: String) throws -> Bool {
        guard let key = Hex.decode(knownKey), let signature = Hex.decode(knownSignature) else { return false }
        return try PublicKey(spki: key).verifies(signature, of: Array(text.utf8))
    }
}
