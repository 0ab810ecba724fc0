/// The messages of one handshake with a server, read again from their bytes (RFC 8446, section 4; RFC 5246, section 7.4).
///
/// Reads what a check of the server's signature needs, in bounded time, and keeps slices of what it was given.
public struct TLSHandshake: Sendable {
    public struct Message: Sendable {
        public let isFromClient: Bool
        /// With the header of four bytes.
        public let bytes: [UInt8]

        public init(isFromClient: Bool, bytes: [UInt8]) {
            self.isFromClient = isFromClient
            self.bytes = bytes
        }

        var type: UInt8? { bytes.first }
        var body: ArraySlice<UInt8> { bytes.dropFirst(4) }
    }

    /// What the server signed, and with what.
    public enum Proof: Sendable, Equatable {
        /// CertificateVerify of TLS 1.3: the messages whose digest is signed, in pieces. `firstHello` is there after a
        /// HelloRetryRequest, and then only its digest is part of what is hashed.
        case transcript(firstHello: [UInt8]?, rest: [UInt8], algorithm: TranscriptDigest)
        /// ServerKeyExchange of TLS 1.2: the bytes that are signed.
        case keyExchange([UInt8])
    }

    /// The digest of a cipher suite of TLS 1.3 (RFC 8446, appendix B.4).
    public enum TranscriptDigest: Sendable { case sha256, sha384 }

    /// The server's signature over a handshake.
    public struct Signature: Sendable, Equatable {
        public let proof: Proof
        /// A SignatureScheme (RFC 8446, section 4.2.3).
        public let scheme: Int
        public let value: [UInt8]
    }

    /// `random` of the ClientHello, the first and the second if there are two.
    public let clientRandoms: [[UInt8]]
    /// `0x0303` or `0x0304`.
    public let version: Int
    public let cipherSuite: Int
    /// The name that the client asked for; nil when it asked for none.
    public let serverName: String?
    /// Certificates as the server sent them, in DER.
    public let certificates: [[UInt8]]
    /// Nil when the server signed nothing: the key was agreed on in the old way, or the session resumed.
    public let signature: Signature?

    /// More messages, or certificates, than these are no handshake.
    private static let maximumMessages = 64
    private static let maximumCertificates = 20

    /// A handshake that cannot be read.
    public struct ReadError: Error, Equatable {
        /// In plain English.
        public let reason: String
    }

    private enum Kind {
        static let clientHello: UInt8 = 1
        static let serverHello: UInt8 = 2
        static let certificate: UInt8 = 11
        static let serverKeyExchange: UInt8 = 12
        static let certificateVerify: UInt8 = 15
    }

    /// `random` of a HelloRetryRequest (RFC 8446, section 4.1.3).
    private static let retryRandom: [UInt8] = [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ]

    public init(_ messages: [Message]) throws(ReadError) {
        guard messages.count <= Self.maximumMessages else {
            throw ReadError(reason: "it has too many messages")
        }
        for message in messages {
            var header = TLSCursor(message.bytes.dropFirst()[...])
            guard message.bytes.count >= 4, header.number(bytes: 3) == message.bytes.count - 4 else {
                throw ReadError(reason: "a message is not as long as it says")
            }
        }
        let clientHellos = messages.filter { $0.isFromClient && $0.type == Kind.clientHello }
        let serverHellos = messages.filter { !$0.isFromClient && $0.type == Kind.serverHello }
        guard let first = clientHellos.first, messages.first?.type == Kind.clientHello,
            let hello = serverHellos.last,
            let server = Self.serverHello(hello.body), let client = Self.clientHello(first.body)
        else { throw ReadError(reason: "it has no hello of both sides that can be read") }
        let isRetry = serverHellos.count == 2
        guard clientHellos.count == serverHellos.count, clientHellos.count <= 2,
            !isRetry || Self.serverHello(serverHellos[0].body)?.random == Self.retryRandom,
            server.random != Self.retryRandom
        else { throw ReadError(reason: "its hellos do not follow one another") }
        let randoms = clientHellos.compactMap { Self.clientHello($0.body)?.random }
        clientRandoms = randoms
        guard randoms.count == clientHellos.count else {
            throw ReadError(reason: "it has no hello of both sides that can be read")
        }
        version = server.version
        cipherSuite = server.suite
        serverName = client.name
        guard version == 0x0303 || version == 0x0304 else {
            throw ReadError(reason: "it is of another version than TLS 1.2 and 1.3")
        }
        let isNew = version == 0x0304
        let certificate = messages.firstIndex { !$0.isFromClient && $0.type == Kind.certificate }
        if let certificate {
            guard let chain = Self.certificates(messages[certificate].body, isNew: isNew) else {
                throw ReadError(reason: "its certificates cannot be read")
            }
            certificates = chain
        } else {
            certificates = []
        }
        guard let certificate else {
            signature = nil
            return
        }
        let after = messages[(certificate + 1)...]
        if isNew {
            guard let verify = after.first, !verify.isFromClient, verify.type == Kind.certificateVerify else {
                throw ReadError(reason: "the server's signature does not follow its certificate")
            }
            var cursor = TLSCursor(verify.body)
            guard let scheme = cursor.number(bytes: 2), let value = cursor.vector(lengthBytes: 2),
                cursor.isAtEnd
            else { throw ReadError(reason: "the server's signature cannot be read") }
            // After a retry the digest of the first hello stands in its place (RFC 8446, section 4.4.1).
            signature = Signature(
                proof: .transcript(
                    firstHello: isRetry ? first.bytes : nil,
                    rest: messages[(isRetry ? 1 : 0)...certificate].flatMap(\.bytes),
                    algorithm: cipherSuite == 0x1302 ? .sha384 : .sha256), scheme: scheme, value: Array(value)
            )
            return
        }
        guard let exchange = after.first(where: { !$0.isFromClient && $0.type == Kind.serverKeyExchange })
        else {
            signature = nil
            return
        }
        guard let (parameters, scheme, value) = Self.keyExchange(exchange.body, suite: cipherSuite) else {
            throw ReadError(reason: "the server's signature cannot be read")
        }
        signature = Signature(
            proof: .keyExchange(client.random + server.random + parameters), scheme: scheme, value: value)
    }

    private static func clientHello(_ body: ArraySlice<UInt8>) -> (random: [UInt8], name: String?)? {
        var cursor = TLSCursor(body)
        guard cursor.number(bytes: 2) != nil, let random = cursor.take(32),
            cursor.vector(lengthBytes: 1) != nil, cursor.vector(lengthBytes: 2) != nil,
            cursor.vector(lengthBytes: 1) != nil
        else { return nil }
        guard let extensions = extensions(&cursor) else { return nil }
        var name: String?
        if let value = extensions[0] {
            // server_name: one entry of type host_name (RFC 6066, section 3)
            var list = TLSCursor(value)
            guard var entry = list.vector(lengthBytes: 2).map({ TLSCursor($0) }), entry.number(bytes: 1) == 0,
                let host = entry.vector(lengthBytes: 2)
            else { return nil }
            name = String(decoding: host, as: UTF8.self)
        }
        return (Array(random), name)
    }

    private static func serverHello(_ body: ArraySlice<UInt8>) -> (random: [UInt8], version: Int, suite: Int)?
    {
        var cursor = TLSCursor(body)
        guard let legacy = cursor.number(bytes: 2), let random = cursor.take(32),
            cursor.vector(lengthBytes: 1) != nil, let suite = cursor.number(bytes: 2),
            cursor.number(bytes: 1) != nil
        else { return nil }
        guard let extensions = extensions(&cursor) else { return nil }
        // supported_versions says what is really spoken (RFC 8446, section 4.2.1).
        guard let chosen = extensions[43] else { return (Array(random), legacy, suite) }
        var version = TLSCursor(chosen)
        return version.number(bytes: 2).map { (Array(random), $0, suite) }
    }

    /// The extensions, each once, to the end of the message; none when there is nothing more.
    private static func extensions(_ cursor: inout TLSCursor) -> [Int: ArraySlice<UInt8>]? {
        var found: [Int: ArraySlice<UInt8>] = [:]
        if cursor.isAtEnd { return found }
        guard let all = cursor.vector(lengthBytes: 2), cursor.isAtEnd else { return nil }
        var list = TLSCursor(all)
        while !list.isAtEnd {
            guard let type = list.number(bytes: 2), let value = list.vector(lengthBytes: 2),
                found.updateValue(value, forKey: type) == nil
            else { return nil }
        }
        return found
    }

    private static func certificates(_ body: ArraySlice<UInt8>, isNew: Bool) -> [[UInt8]]? {
        var cursor = TLSCursor(body)
        if isNew, cursor.vector(lengthBytes: 1) == nil { return nil }
        guard let all = cursor.vector(lengthBytes: 3), cursor.isAtEnd else { return nil }
        var list = TLSCursor(all)
        var chain: [[UInt8]] = []
        while !list.isAtEnd {
            guard let one = list.vector(lengthBytes: 3), !one.isEmpty, chain.count < maximumCertificates,
                !isNew || list.vector(lengthBytes: 2) != nil
            else { return nil }
            chain.append(Array(one))
        }
        return chain
    }

    /// ServerKeyExchange: parameters of ECDHE (RFC 8422, section 5.4) or DHE, and their signature.
    private static func keyExchange(_ body: ArraySlice<UInt8>, suite: Int)
        -> (parameters: [UInt8], scheme: Int, value: [UInt8])?
    {
        func read(_ skip: (inout TLSCursor) -> Bool) -> (parameters: [UInt8], scheme: Int, value: [UInt8])? {
            var cursor = TLSCursor(body)
            guard skip(&cursor) else { return nil }
            let parameters = Array(body.prefix(body.count - cursor.rest.count))
            guard let scheme = cursor.number(bytes: 2), let value = cursor.vector(lengthBytes: 2),
                cursor.isAtEnd
            else { return nil }
            return (parameters, scheme, Array(value))
        }
        // A named curve begins with 3, the length of a prime with 0 or 1: never both.
        return read {
            $0.number(bytes: 1) == 3 && $0.number(bytes: 2) != nil && $0.vector(lengthBytes: 1) != nil
        }
            ?? read { cursor in (0..<3).allSatisfy { _ in cursor.vector(lengthBytes: 2) != nil } }
    }
}
