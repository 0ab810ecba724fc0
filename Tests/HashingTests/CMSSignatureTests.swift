import Bytes
import Hashing
import Signing
import TestSupport
import Testing

@Suite struct CMSSignatureTests {
    private let time = Timestamp(seconds: 1_795_444_325)
    private let content = Array(#"{"format":"exhibit-statement/1"}"#.utf8)

    private func signed() throws -> (der: [UInt8], certificate: Certificate) {
        let key = try SigningKey.generateP256()
        let certificate = try CertificateIssue.make(
            .officer, key: key, commonName: "PC 1234 Jo Doe", organization: "Example Police", from: time,
            days: 3650)
        return (try CMSSignature.sign(content, by: key, certificate: certificate, at: time), certificate)
    }

    @Test func isReadAndVerifiesItsContentAlone() throws {
        let (der, certificate) = try signed()
        let signature = try SignedData.read(der)
        #expect(signature.signer == certificate)
        #expect(signature.signingTime == time)
        #expect(signature.timestamps.isEmpty)
        #expect(try signature.verifies(content))
        #expect(try signature.verifies(content + [0]) == false)
        #expect(certificate.commonName == "PC 1234 Jo Doe")
        #expect(certificate.notAfter == Timestamp(seconds: time.seconds + 3650 * 86400))
    }

    @Test func isAcceptedByOpenSSL() throws {
        let (der, certificate) = try signed()
        let folder = try TemporaryFolder()
        let openssl = try #require(Tool.named("openssl"))
        try folder.write(der, to: "statement.p7s")
        try folder.write(content, to: "statement.json")
        try folder.write(CertificatePEM.encode(certificate), to: "signer.pem")
        let arguments = [
            "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "statement.p7s", "-content",
            "statement.json", "-CAfile", "signer.pem", "-attime", String(time.seconds + 60), "-out",
            "/dev/null",
        ]
        let good = try openssl.run(arguments, folder: folder.path)
        #expect(good.status == 0, "\(good.errors)")
        try folder.write(content + [0x20], to: "statement.json")
        #expect(try openssl.run(arguments, folder: folder.path).status != 0)
    }

    @Test func everyFlippedBitIsRefusedOrDoesNotVerify() throws {
        let (der, certificate) = try signed()
        var passed: [Int] = []
        for bit in 0..<der.count * 8 {
            var changed = der
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let signature = try? SignedData.read(changed) else { continue }
            // A change inside the carried certificate's signature is not seen here; pinning the certificate sees it.
            if try signature.signer == certificate && signature.verifies(content) { passed.append(bit) }
        }
        #expect(passed.isEmpty)
    }

    /// Bundle format, section 7.4: what is not in the grammar has no form; what is in it and does not match is invalid.
    @Test func aBrokenFormIsToldFromAnInvalidSignature() throws {
        let (der, _) = try signed()
        let digest = SHA256Digest.of(content).bytes
        let place = try #require(der.indices.first { der[$0...].starts(with: [0x04, 0x20] + digest) })
        var changed = der
        changed[place + 2] ^= 1
        #expect(try SignedData.read(changed).verifies(content) == false)
        for tag in [0x05, 0x0C, 0x24] as [UInt8] {
            changed = der
            changed[place] = tag
            #expect(throws: CMSError.signedAttributes) { try SignedData.read(changed) }
        }
        changed = der
        changed[der.count - 1] ^= 1  // of the signature value
        #expect(try SignedData.read(changed).verifies(content) == false)
    }

    @Test func everyTruncationIsRefused() throws {
        let (der, _) = try signed()
        for length in 0..<der.count {
            #expect(throws: CMSError.self) { try SignedData.read(Array(der[..<length])) }
        }
        #expect(throws: CMSError.self) { try SignedData.read(der + [0]) }
    }

    @Test func pathNeedsAnAnchorThatTheVerifierGives() throws {
        let (_, certificate) = try signed()
        let other = try signed().certificate
        #expect(
            try CertificatePath.verify(
                certificate, intermediates: [], anchors: [certificate], at: time, for: .documents)
                == .anchored([certificate]))
        guard
            case .notAnchored = try CertificatePath.verify(
                certificate, intermediates: [], anchors: [other], at: time, for: .documents)
        else { return #expect(Bool(false)) }
    }
}
