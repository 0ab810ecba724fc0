public import Bytes
import Evidence
import Hashing

/// What is known of one connection to a server: the record `urn:exhibit:connection:n` (`docs/formats/connection.md`).
public struct ConnectionRecord: Sendable {
    public static let format = "exhibit-connection/1"

    public let number: Int
    public let opened: Timestamp
    public let host: String
    let port: Int
    let isSecure: Bool
    /// Nanoseconds of the monotonic clock: when it was begun, when TCP stood, when TLS stood.
    var begun: Int64
    var connected: Int64?
    var secured: Int64?
    var answer: NameResolver.Answer?
    /// Addresses that were not connected to because they are private.
    var refused: [IPAddress] = []
    var address: IPAddress?
    var via: OutboundProxy?
    var peer: PeerFacts?
    var handshake: [HandshakeLog.Message] = []
    /// What `ClientHello.random` was made with, besides the bracket; nil without one.
    var bracketSalt: [UInt8]?
    /// Anchors that the command line gave.
    var givenAnchors: Set<SHA256Digest> = []
    var failure: WireError?

    init(number: Int, host: String, port: Int, isSecure: Bool, clock: SealingClock) {
        self.number = number
        self.host = host
        self.port = port
        self.isSecure = isSecure
        opened = clock.now()
        begun = clock.monotonic()
    }

    /// Where the anchor of the verified chain came from.
    public enum AnchorSource: String, Sendable {
        /// It came with the system's public trust store.
        case `public`
        /// Someone added it on this machine or network, as for TLS inspection.
        case local
        /// The command line gave it.
        case given
    }

    /// Nil without TLS, or when the chain does not verify.
    public var anchorSource: AnchorSource? {
        guard let anchor = peer?.chainVerified.last else { return nil }
        if givenAnchors.contains(SHA256Digest.of(anchor)) { return .given }
        return PublicAnchors.contains(anchor) ? .public : .local
    }

    /// Addresses that were not connected to because they are private.
    public var refusedAddresses: [String] { refused.map(\.description) }

    /// Why the connection failed; nil when it stood.
    public var failureText: String? { failure.map { SafeText.escaped("\($0)") } }

    /// Why the server's certificate does not verify; nil when it does, or there was none.
    public var certificateProblem: String? { peer?.problem }

    /// How many signed certificate timestamps came with the chain.
    public var timestampCount: Int { peer?.scts.count ?? 0 }

    /// The record's block.
    public var serialized: [UInt8] {
        let json: JSONValue = [
            "format": .string(Self.format), "number": JSONValue(number), "host": .string(host),
            "port": JSONValue(port),
            "opened": .string(opened.text),
            "monotonic": [
                "begun": JSONValue(begun), "connected": optional(connected), "secured": optional(secured),
            ],
            "dns": dns, "address": JSONValue(address?.description), "refused": list(refused),
            "via": via.map { ["host": .string($0.host), "port": JSONValue($0.port)] } ?? .null,
            "tls": tls, "failure": JSONValue(failureText),
        ]
        return json.serialized()
    }

    private var dns: JSONValue {
        guard let answer else { return .null }
        return [
            "source": .string(answer.source.rawValue), "answer": list(answer.addresses),
            "port": answer.port.map { JSONValue($0) } ?? .null,
        ]
    }

    private var tls: JSONValue {
        guard isSecure, peer != nil || !handshake.isEmpty else { return .null }
        let messages: JSONValue = .array(
            handshake.map { message in
                [
                    "from": message.isFromClient ? "client" : "server",
                    "message": .string(Base64.encode(message.bytes)),
                ]
            })
        let salt = JSONValue(bracketSalt.map(Hex.encode))
        guard let peer else { return ["bracket_salt": salt, "handshake": messages] }
        return [
            "version": .string(peer.version), "cipher": .string(peer.cipher), "alpn": JSONValue(peer.alpn),
            "server_name": .string(host), "resumed": .bool(peer.wasResumed),
            "chain_sent": encoded(peer.chainSent),
            "chain_verified": encoded(peer.chainVerified), "problem": JSONValue(peer.problem),
            "anchor": anchor, "anchor_source": JSONValue(anchorSource?.rawValue),
            "trust_store": JSONValue(PublicAnchors.version),
            "ocsp": JSONValue(peer.ocsp.map(Base64.encode)),
            "scts": encoded(peer.scts), "scts_verified": .null, "bracket_salt": salt, "handshake": messages,
        ]
    }

    private var anchor: JSONValue {
        guard let der = peer?.chainVerified.last else { return .null }
        let subject = (try? Certificate(der: der))?.subject
        return ["subject": JSONValue(subject), "certificate": .string(SHA256Digest.of(der).text)]
    }

    private func optional(_ number: Int64?) -> JSONValue { number.map { JSONValue($0) } ?? .null }

    private func list(_ addresses: [IPAddress]) -> JSONValue { .array(addresses.map { .string("\($0)") }) }

    private func encoded(_ values: [[UInt8]]) -> JSONValue {
        .array(values.map { .string(Base64.encode($0)) })
    }
}
