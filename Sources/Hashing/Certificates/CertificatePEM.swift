import Bytes

/// Certificates as PEM text (RFC 7468).
public enum CertificatePEM {
    private static let begin = "-----BEGIN CERTIFICATE-----"
    private static let end = "-----END CERTIFICATE-----"

    public static func encode(_ certificate: Certificate) -> [UInt8] {
        PEMText.encode(certificate.der, label: "CERTIFICATE")
    }

    /// All certificates in a text, in their order; what stands outside the marks is ignored.
    ///
    /// Throws when there is none, or one cannot be read.
    public static func decode(_ pem: [UInt8]) throws(OpenSSLError) -> [Certificate] {
        var certificates: [Certificate] = []
        var inside: [UInt8]?
        for line in pem.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            let text = String(decoding: line.filter { !$0.isSpace }, as: UTF8.self)
            switch text {
            case begin.filter({ $0 != " " }): inside = []
            case end.filter({ $0 != " " }):
                guard let characters = inside, let der = Base64.decode(characters) else {
                    throw OpenSSLError(call: "PEM", reasons: ["a certificate is not base 64"])
                }
                certificates.append(try Certificate(der: der))
                inside = nil
            default: inside?.append(contentsOf: Array(text.utf8))
            }
        }
        guard !certificates.isEmpty else {
            throw OpenSSLError(call: "PEM", reasons: ["no certificate in it"])
        }
        return certificates
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
