import Bytes
import Evidence
import Hashing
import TestSupport

extension VectorCase {
    /// A bundle whose statement the `openssl` program signed with a key and these options.
    private static func signed(
        _ about: String, _ codes: Set<String>, _ key: OpenSSLAuthority.Key, _ options: [String]
    ) -> VectorCase {
        VectorCase(
            "signer", about, codes,
            options: Options(trust: ["force.pem"], at: Timestamp(seconds: 1_795_444_330))
        ) { kit in
            let person = try kit.force.issue(
                "PC 9 Al Poe", key: key, from: VectorKit.begin, to: VectorKit.end)
            let folder = try TemporaryFolder()
            try folder.write(CertificatePEM.encode(person.certificate), to: "leaf.pem")
            try folder.write(person.keyPEM, to: "leaf.key")
            var draft = try kit.draft()
            draft.signerDigest = person.certificate.digest
            draft.plan = CapturePlan(
                bundle: draft.plan.bundle, begun: draft.plan.begun, target: draft.plan.target,
                engine: draft.plan.engine, options: [:], softwareVersion: "0.1.0",
                signer: person.certificate.digest, packagingKey: draft.plan.packagingKey,
                packaging: draft.plan.packaging)
            try draft.setFirstRecords()
            draft.records[2].block = try sign(draft.plan.serialized, folder, options)
            draft.records[2].refreshDigests()
            draft.countRecords()
            draft.editFiles = { parts in
                guard let statement = parts[BundlePath.statement],
                    let der = try? sign(statement, folder, options)
                else { return }
                parts[BundlePath.signature] = der
                // What is not read for its digest ends with the value of an RSA key of 2,048 bits.
                parts[BundlePath.signatureValue] =
                    (try? SignedData.read(der).signatureValue) ?? Array(der.suffix(256))
            }
            return Contents(try draft.sealed())
        }
    }

    private static func sign(_ content: [UInt8], _ folder: TemporaryFolder, _ options: [String]) throws
        -> [UInt8]
    {
        try folder.write(content, to: "content")
        guard let openssl = Tool.named("openssl") else { throw NoOpenSSL() }
        _ = try openssl.run(
            [
                "cms", "-sign", "-binary", "-nosmimecap", "-cades", "-in", "content", "-signer", "leaf.pem",
                "-inkey", "leaf.key", "-outform", "DER", "-out", "content.p7s",
            ] + options, folder: folder.path)
        return try folder.read("content.p7s")
    }

    private struct NoOpenSSL: Error {}

    /// Valid signatures, some of which rest on too little.
    static var keys: [VectorCase] {
        [
            signed("an RSA key of 2,048 bits", [], .rsa(2048), ["-md", "sha256"]),
            signed("a key on P-384", [], .p384, ["-md", "sha256"]),
            signed("an RSA key of 1,024 bits", ["signer.weak-key"], .rsa(1024), ["-md", "sha256"]),
            signed("a signature over SHA-1", ["signer.weak-digest"], .rsa(2048), ["-md", "sha1"]),
        ]
    }
}
