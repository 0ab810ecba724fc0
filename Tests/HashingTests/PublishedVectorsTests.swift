import Bytes
import Foundation
import Hashing
import TestSupport
import Testing

/// Published test vectors, read from the folder beside the project; skipped where it is not.
@Suite(.enabled(if: Package.hasShared, "needs the folder of published vectors beside the project"))
struct PublishedVectorsTests {
    private static let folder = Package.shared + "/vectors"

    private struct Suite: Decodable {
        struct Group: Decodable {
            let publicKeyDer: String
            let tests: [Case]
        }
        struct Case: Decodable {
            let tcId: Int
            let msg: String
            let sig: String
            let result: String
            let flags: [String]
        }
        let testGroups: [Group]
    }

    private static func bytes(_ hex: String) -> [UInt8] { Hex.decode(hex) ?? [] }

    private func groups(_ name: String) throws -> [Suite.Group] {
        let data = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/wycheproof/" + name))
        return try JSONDecoder().decode(Suite.self, from: data).testGroups
    }

    /// ECDSA, PSS and PKCS#1 as servers sign handshakes. What is "acceptable" there (a PKCS#1 signature without the NULL of the
    /// digest's parameters) may be taken or not; libcrypto does not.
    @Test(arguments: [
        ("ecdsa_secp256r1_sha256_test.json", 0x0403), ("ecdsa_secp384r1_sha384_test.json", 0x0503),
        ("rsa_pss_2048_sha256_mgf1_32_test.json", 0x0804), ("rsa_signature_2048_sha256_test.json", 0x0401),
        ("ed25519_test.json", 0x0807),
    ]) func aServersSignatureIsJudgedAsPublished(_ name: String, _ scheme: Int) throws {
        var count = 0
        for group in try groups(name) {
            for one in group.tests where one.result != "acceptable" {
                let verifies = try ServerSignatureScheme.verifies(
                    Self.bytes(one.sig), of: Self.bytes(one.msg), scheme: scheme,
                    spki: Self.bytes(group.publicKeyDer),
                    isTLS13: false)
                #expect(verifies == (one.result == "valid"), "\(name) \(one.tcId) \(one.flags)")
                count += 1
            }
        }
        #expect(count > 50)
    }

    /// The packaging key's signatures: of valid ones only those in the one canonical form are taken.
    @Test func aPackagingKeysSignatureIsCanonical() throws {
        var taken = 0
        for group in try groups("ecdsa_secp256r1_sha256_test.json") {
            guard let key = try? PublicKey(spki: Self.bytes(group.publicKeyDer)) else { continue }
            for one in group.tests where try key.verifies(Self.bytes(one.sig), of: Self.bytes(one.msg)) {
                #expect(one.result == "valid", "\(one.tcId)")
                taken += 1
            }
        }
        #expect(taken > 20)
    }

    @Test func publishedTimestampRepliesAreReadAndAnInjectedCertificateIsNot() throws {
        let folder = Self.folder + "/rfc3161/test_tsa/"
        func file(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + name)))
        }
        /// TimeStampResp: status, token
        func token(_ name: String) throws -> Result<TimestampToken, TimestampError> {
            let reply = try #require(DERElement.first(of: try file(name)[...])?.element.children)
            let der = Array(try #require(reply.last).whole)
            return Result { () throws(TimestampError) in try TimestampToken.read(der) }
        }
        let anchors = try CertificatePEM.decode(file("ts_chain.pem"))
        func isAnchored(_ token: TimestampToken) throws -> Bool {
            if case .anchored = try token.path(to: anchors) { true } else { false }
        }
        #expect(try isAnchored(token("response.tsr").get()))
        #expect(try !isAnchored(token("other_response.tsr").get()))
        // Its second certificate is not the one that signed, whatever it says of itself.
        if case .success(let read) = try token("response-injected-certs.tsr") {
            let honest = try token("response.tsr").get()
            #expect(read.signer == honest.signer)
        }
    }
}
