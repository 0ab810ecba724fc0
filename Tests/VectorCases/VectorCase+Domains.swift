import Bytes
import Hashing
import Signing
import TestSupport

extension VectorCase {
    /// A package signed with the key of a domain, with a timestamp, by WACZ-auth.
    private static func domain(
        _ about: String, _ codes: Set<String> = [], tells: Set<String>,
        timeTrust: [String] = ["tsa.pem"], serverTrust: [String] = ["web.pem"],
        time: String = "20261123143210Z",
        claiming domain: String = "witness.example"
    ) -> VectorCase {
        VectorCase(
            "domain", about, codes, tells: tells,
            options: Options(timeTrust: timeTrust, serverTrust: serverTrust, acceptsForeign: true)
        ) { kit in
            let subject = try kit.web.issue(
                "witness.example", from: VectorKit.begin, to: VectorKit.end,
                extensions: OpenSSLAuthority.person
                    + "\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:witness.example")
            var package = try ForeignPackage()
            package.signed = false
            let hash = SHA256Digest.of(Array(package.package.utf8)).text
            let signature = Base64.encode(try subject.key().sign(Array(hash.utf8)))
            var token = try ForgedToken(over: Array(signature.utf8))
            token.time = time
            let reply = ForgedToken.reply(try token.signed(by: [kit.time.subject]))
            func pem(_ certificate: Certificate) -> String {
                String(decoding: CertificatePEM.encode(certificate), as: UTF8.self).replacing(
                    "\n", with: "\\n")
            }
            let data = """
                {"hash":"\(hash)","created":"2026-11-23T14:32:06Z","software":"other","version":"0.1.0",\
                "signature":"\(signature)","domain":"\(domain)","domainCert":"\(pem(subject.certificate))",\
                "timeSignature":"\(Base64.encode(reply))","timestampCert":"\(pem(kit.time.subject.certificate))"}
                """
            package.editDigest = { digest in String(digest.dropLast()) + ",\"signedData\":\(data)}" }
            return Contents(try package.parts().container)
        }
    }

    /// Packages of other makers with the identity of a domain.
    static var domains: [VectorCase] {
        [
            domain("signed by a domain", tells: ["foreign.signed-by-domain"]),
            domain(
                "signed by a domain, and no authority is named", tells: ["foreign.identity-unshown"],
                timeTrust: [], serverTrust: []),
            domain(
                "signed by a domain that another authority certified", tells: ["foreign.identity-unshown"],
                serverTrust: ["tsa.pem"]),
            domain(
                "signed by a domain, an hour before the timestamp", tells: ["foreign.identity-unshown"],
                time: "20261123153210Z"),
            domain(
                "signed by a domain whose certificate is another's", ["foreign.signature-other"], tells: [],
                claiming: "police.example"),
        ]
    }
}
