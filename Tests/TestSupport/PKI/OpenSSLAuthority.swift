public import Bytes
public import Hashing
public import Sealing
public import Signing

/// A certificate authority kept by the `openssl` program, in a folder of its own: real keys, chosen times.
public final class OpenSSLAuthority: Sendable {
    public let certificate: Certificate
    /// The authority above it, if any.
    public let issuer: OpenSSLAuthority?
    private let folder: TemporaryFolder
    private let openssl: Tool

    /// A person or service that an authority vouches for.
    public struct Subject: Sendable {
        public let certificate: Certificate
        /// The key, unencrypted, in PEM.
        public let keyPEM: [UInt8]

        /// The same as someone who signs bundles.
        public func officer(chain: [Certificate] = []) throws -> OfficerIdentity {
            OfficerIdentity(key: try key(), certificate: certificate, chain: chain)
        }

        /// The key alone.
        public func key() throws -> SigningKey {
            guard let openssl = Tool.named("openssl") else { throw OpenSSLFailure(text: "no openssl") }
            let outcome = try openssl.run(
                ["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:test only"], input: keyPEM)
            return try SigningKey.opening(outcome.output, with: Passphrase(Array("test only".utf8)))
        }
    }

    /// How a key is made, in the words of `openssl genpkey`.
    public enum Key: Sendable {
        case p256, p384
        case rsa(Int)

        var arguments: [String] {
            switch self {
            case .p256: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
            case .p384: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]
            case .rsa(let bits): ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:\(bits)"]
            }
        }
    }

    /// An authority signed by itself, or by another.
    ///
    /// `extensions` are lines of an `openssl` configuration; those of a plain authority unless given.
    public init(
        _ name: String = "Test root", issuer: OpenSSLAuthority? = nil, key: Key = .p256, from: Timestamp,
        to: Timestamp, extensions: String = OpenSSLAuthority.plain, digest: String = "sha256"
    ) throws {
        guard let openssl = Tool.named("openssl") else { throw OpenSSLFailure(text: "no openssl") }
        self.openssl = openssl
        self.issuer = issuer
        folder = try TemporaryFolder()
        try folder.write(Array(Self.configuration.utf8), to: "ca.cnf")
        try folder.write([], to: "index.txt")
        try folder.write(Array("unique_subject = no\n".utf8), to: "index.txt.attr")
        try folder.write(Array("1000\n".utf8), to: "serial")
        try folder.write(Array("01\n".utf8), to: "crlnumber")
        try Self.run(openssl, folder, ["genpkey"] + key.arguments + ["-out", "ca.key"])
        try Self.run(
            openssl, folder,
            [
                "req", "-new", "-key", "ca.key", "-subj", "/O=Test/CN=\(name)", "-config", "ca.cnf", "-out",
                "ca.csr",
            ])
        if let issuer {
            certificate = try issuer.sign(
                folder.read("ca.csr"), from: from, to: to, extensions: extensions, digest: digest)
            try folder.write(CertificatePEM.encode(certificate), to: "ca.pem")
        } else {
            try folder.write(Array("[x]\n\(extensions)\n".utf8), to: "ext.cnf")
            try Self.run(
                openssl, folder,
                [
                    "ca", "-batch", "-notext", "-config", "ca.cnf", "-selfsign", "-keyfile", "ca.key", "-in",
                    "ca.csr",
                    "-startdate", Self.date(from), "-enddate", Self.date(to), "-md", digest, "-extfile",
                    "ext.cnf",
                    "-extensions", "x", "-out", "ca.pem",
                ])
            certificate = try CertificatePEM.decode(folder.read("ca.pem"))[0]
        }
    }

    /// Extensions of an authority, and of a person who signs documents.
    public static let plain = """
        basicConstraints=critical,CA:TRUE
        keyUsage=critical,keyCertSign,cRLSign,digitalSignature
        subjectKeyIdentifier=hash
        authorityKeyIdentifier=keyid
        """
    public static let person = """
        basicConstraints=critical,CA:FALSE
        keyUsage=critical,digitalSignature,nonRepudiation
        subjectKeyIdentifier=hash
        authorityKeyIdentifier=keyid
        """

    /// Makes a key and a certificate for it.
    public func issue(
        _ name: String, key: Key = .p256, from: Timestamp, to: Timestamp,
        extensions: String = OpenSSLAuthority.person, digest: String = "sha256"
    ) throws -> Subject {
        let scratch = try TemporaryFolder()
        try scratch.write(Array(Self.configuration.utf8), to: "ca.cnf")
        try Self.run(openssl, scratch, ["genpkey"] + key.arguments + ["-out", "key.pem"])
        try Self.run(
            openssl, scratch,
            [
                "req", "-new", "-key", "key.pem", "-subj", "/O=Test/CN=\(name)", "-config", "ca.cnf", "-out",
                "csr.pem",
            ])
        return Subject(
            certificate: try sign(
                scratch.read("csr.pem"), from: from, to: to, extensions: extensions, digest: digest),
            keyPEM: try scratch.read("key.pem"))
    }

    /// Signs a request.
    public func sign(
        _ request: [UInt8], from: Timestamp, to: Timestamp, extensions: String = OpenSSLAuthority.person,
        digest: String = "sha256"
    ) throws -> Certificate {
        try folder.write(request, to: "request.csr")
        try folder.write(Array("[x]\n\(extensions)\n".utf8), to: "ext.cnf")
        try Self.run(
            openssl, folder,
            [
                "ca", "-batch", "-notext", "-config", "ca.cnf", "-keyfile", "ca.key", "-cert", "ca.pem",
                "-in", "request.csr", "-startdate", Self.date(from), "-enddate", Self.date(to), "-md", digest,
                "-extfile", "ext.cnf", "-extensions", "x", "-out", "issued.pem",
            ])
        return try CertificatePEM.decode(folder.read("issued.pem"))[0]
    }

    /// A revocation list in DER, current from one time to another, on which `revoked` stand.
    public func revocationList(
        _ revoked: [(certificate: Certificate, at: Timestamp)] = [], from: Timestamp, to: Timestamp
    ) throws -> [UInt8] {
        var index = ""
        for (certificate, time) in revoked {
            let serial = try Self.serial(of: certificate, openssl, folder)
            index +=
                "R\t\(Self.date(certificate.notAfter).dropFirst(2))\t\(Self.date(time).dropFirst(2))\t\(serial)\tunknown\t/CN=x\n"
        }
        try folder.write(Array(index.utf8), to: "index.txt")
        try Self.run(
            openssl, folder,
            [
                "ca", "-config", "ca.cnf", "-keyfile", "ca.key", "-cert", "ca.pem", "-gencrl",
                "-crl_lastupdate",
                Self.date(from), "-crl_nextupdate", Self.date(to), "-out", "crl.pem",
            ])
        try Self.run(openssl, folder, ["crl", "-in", "crl.pem", "-outform", "DER", "-out", "crl.der"])
        return try folder.read("crl.der")
    }

    /// An OCSP response in DER for one certificate, made now and current for so many days; by this authority, or by a
    /// responder of it.
    public func ocspResponse(
        for certificate: Certificate, revokedAt: Timestamp? = nil, days: Int = 7, responder: Subject? = nil
    ) throws -> [UInt8] {
        let serial = try Self.serial(of: certificate, openssl, folder)
        let end = Self.date(certificate.notAfter).dropFirst(2)
        let line =
            if let revokedAt {
                "R\t\(end)\t\(Self.date(revokedAt).dropFirst(2))\t\(serial)\tunknown\t/CN=x\n"
            } else {
                "V\t\(end)\t\t\(serial)\tunknown\t/CN=x\n"
            }
        try folder.write(Array(line.utf8), to: "ocsp.txt")
        try folder.write(CertificatePEM.encode(certificate), to: "asked.pem")
        var signer = ["-rsigner", "ca.pem", "-rkey", "ca.key"]
        if let responder {
            try folder.write(CertificatePEM.encode(responder.certificate), to: "responder.pem")
            try folder.write(responder.keyPEM, to: "responder.key")
            signer = ["-rsigner", "responder.pem", "-rkey", "responder.key"]
        }
        try Self.run(
            openssl, folder,
            ["ocsp", "-issuer", "ca.pem", "-cert", "asked.pem", "-no_nonce", "-reqout", "ocsp.req"])
        try Self.run(
            openssl, folder,
            [
                "ocsp", "-index", "ocsp.txt", "-CA", "ca.pem", "-reqin", "ocsp.req", "-ndays", "\(days)",
                "-respout", "ocsp.der",
            ]
                + signer)
        return try folder.read("ocsp.der")
    }

    private static func serial(of certificate: Certificate, _ openssl: Tool, _ folder: TemporaryFolder) throws
        -> String
    {
        try folder.write(CertificatePEM.encode(certificate), to: "named.pem")
        let text = try openssl.run(["x509", "-in", folder.file("named.pem"), "-noout", "-serial"]).text
        return String(text.split(separator: "=").last?.filter { !$0.isWhitespace } ?? "")
    }

    private static func run(_ openssl: Tool, _ folder: TemporaryFolder, _ arguments: [String]) throws {
        let outcome = try openssl.run(arguments, folder: folder.file("."))
        guard outcome.status == 0 else { throw OpenSSLFailure(text: outcome.errors) }
    }

    /// `YYYYMMDDHHMMSSZ`, as `openssl ca` takes it.
    private static func date(_ time: Timestamp) -> String { time.fourteenDigits + "Z" }

    private static let configuration = """
        [ca]
        default_ca = a
        [a]
        database = index.txt
        serial = serial
        crlnumber = crlnumber
        new_certs_dir = .
        default_md = sha256
        policy = any
        default_days = 365
        copy_extensions = none
        unique_subject = no
        [any]
        organizationName = optional
        commonName = supplied
        [req]
        distinguished_name = dn
        prompt = no
        [dn]
        """
}

/// Why `openssl` did not do what a test asked for.
struct OpenSSLFailure: Error {
    let text: String
}
