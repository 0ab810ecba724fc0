import Bytes
public import Hashing
import Signing

/// Timestamp tokens that no authority would give: a TSTInfo of one's own, signed with `openssl cms`.
public struct ForgedToken: Sendable {
    public var version: UInt8 = 1
    public var algorithm = DigestAlgorithm.sha256
    public var imprint: [UInt8] = []
    /// The AlgorithmIdentifier's object identifier, when it is to be another than `algorithm`'s.
    public var algorithmIdentifier: [UInt8]?
    /// As `20261123143205Z`.
    public var time = "20261123143205Z"
    public var nonce: [UInt8]?
    public var policy: [UInt8] = [0x2A, 0x03, 0x04, 0x01]
    public var contentType = "id-smime-ct-TSTInfo"
    /// Options of `openssl cms -sign` besides.
    public var options: [String] = ["-cades"]
    public var trailing: [UInt8] = []

    public init() {}

    public init(over message: [UInt8]) throws { imprint = try algorithm.digest(of: message) }

    /// The TSTInfo.
    public var info: [UInt8] {
        let name = DERText.element(0x06, algorithmIdentifier ?? algorithm.identifier) + [0x05, 0x00]
        let hash = DERText.element(0x30, name) + DERText.element(0x04, imprint)
        var body =
            DERText.element(0x02, [version]) + DERText.element(0x06, policy) + DERText.element(0x30, hash)
        body += DERText.integer([7]) + DERText.element(0x18, Array(time.utf8))
        if let nonce { body += DERText.element(0x02, nonce) }
        return DERText.element(0x30, body)
    }

    /// The token, signed by these, the certificates of `others` in it.
    public func signed(by signers: [OpenSSLAuthority.Subject], others: [Certificate] = []) throws -> [UInt8] {
        guard let openssl = Tool.named("openssl") else { throw OpenSSLFailure(text: "no openssl") }
        let folder = try TemporaryFolder()
        try folder.write(info, to: "info.der")
        var arguments = [
            "cms", "-sign", "-binary", "-nodetach", "-nosmimecap", "-in", "info.der", "-outform", "DER",
            "-out",
            "token.der", "-econtent_type", contentType, "-md", "sha256",
        ]
        for (place, signer) in signers.enumerated() {
            try folder.write(CertificatePEM.encode(signer.certificate), to: "\(place).pem")
            try folder.write(signer.keyPEM, to: "\(place).key")
            arguments += ["-signer", "\(place).pem", "-inkey", "\(place).key"]
        }
        if !others.isEmpty {
            try folder.write(others.flatMap { CertificatePEM.encode($0) }, to: "others.pem")
            arguments += ["-certfile", "others.pem"]
        }
        let outcome = try openssl.run(arguments + options, folder: folder.file("."))
        guard outcome.status == 0 else { throw OpenSSLFailure(text: outcome.errors) }
        return try folder.read("token.der") + trailing
    }

    /// A TimeStampResp around a token.
    public static func reply(status: UInt8 = 0, _ token: [UInt8]?) -> [UInt8] {
        DERText.element(0x30, DERText.element(0x30, DERText.element(0x02, [status])) + (token ?? []))
    }
}
