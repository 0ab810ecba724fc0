import Bytes
import Evidence
import Handshakes
import Hashing

/// Which keys signed the handshakes of a capture, and whether the handshakes can be older than it (bundle format, section 11).
struct OriginCheck {
    private let statement: CaptureStatement
    private let anchors: TrustAnchors
    private let log: FindingLog
    private let bracket: Bracket?
    private(set) var shown = ShownOrigin()
    /// Where in `shown` a certificate stands.
    private var places: [SHA256Digest: Int] = [:]
    private var unsigned = 0
    private var weak = 0
    private var unreadable = 0
    private var isFresh = true
    private var unanchored: Set<String> = []
    private var withoutTimestamp: Set<String> = []

    private static let mostServers = 20
    private static let mostHosts = 1000

    init(_ statement: CaptureStatement, anchors: TrustAnchors, log: FindingLog) {
        self.statement = statement
        self.anchors = anchors
        self.log = log
        bracket = statement.bracket.map {
            Bracket(bundle: statement.bundle, packaging: statement.packaging, token: $0)
        }
    }

    /// Takes a connection record that has the form of one.
    mutating func add(_ record: JSONValue, number: Int, at place: String) throws {
        let facts: ConnectionFacts
        do throws(JSONShapeError) {
            guard let read = try ConnectionFacts(record, number: number) else { return }
            facts = read
        } catch {
            return contradiction(place, "\(error)")
        }
        shown.connections += 1
        let handshake: TLSHandshake
        do throws(TLSHandshake.ReadError) {
            handshake = try TLSHandshake(facts.messages)
        } catch {
            unreadable += 1
            return
        }
        guard let leaf = try compare(facts, handshake, at: place) else { return }
        checkRandom(facts, handshake, at: place)
        guard let signature = handshake.signature else {
            unsigned += 1
            return
        }
        guard ServerSignatureScheme.isKnown(signature.scheme, isTLS13: handshake.version == 0x0304) else {
            weak += 1
            return
        }
        guard try HandshakeProof.isValid(handshake, signature, key: leaf.spki) else {
            return log.fail(
                "origin.signature-invalid", .malformed, .origin, at: place,
                "the server's signature over the handshake is not valid: this handshake cannot have taken place"
            )
        }
        try count(leaf, facts, at: place)
    }

    /// The server's certificate, when the record says nothing else than its own messages.
    private func compare(_ facts: ConnectionFacts, _ handshake: TLSHandshake, at place: String) throws
        -> Certificate?
    {
        guard handshake.certificates == facts.chain, let first = facts.chain.first,
            let leaf = try? Certificate(der: first)
        else {
            if handshake.certificates.isEmpty, facts.chain.isEmpty { return nil }
            contradiction(place, "the certificates are not those of the handshake")
            return nil
        }
        if facts.version != (handshake.version == 0x0304 ? "TLSv1.3" : "TLSv1.2") {
            contradiction(place, "the version is not that of the handshake")
        }
        if let name = handshake.serverName, name != facts.host {
            contradiction(place, "the server's name is not that of the handshake")
        }
        return leaf
    }

    private mutating func checkRandom(_ facts: ConnectionFacts, _ handshake: TLSHandshake, at place: String) {
        guard let bracket else {
            isFresh = false
            return
        }
        guard let salt = facts.salt, salt.count == Bracket.saltBytes,
            handshake.clientRandoms.allSatisfy({
                $0 == bracket.random(connection: facts.number, salt: salt)
            })
        else {
            return log.fail(
                "origin.random-differs", .malformed, .origin, at: place,
                "the handshake does not hold the value that ties it to the timestamp before the capture")
        }
    }

    private mutating func count(_ leaf: Certificate, _ facts: ConnectionFacts, at place: String) throws {
        if let known = places[leaf.digest] {
            shown.servers[known].signed += 1
            return
        }
        if try !leaf.isFor(host: facts.host) {
            log.add(
                Finding(
                    "origin.name-differs", .caveat, .origin, at: place,
                    "the server's certificate is not for \(SafeText.escaped(facts.host, limit: 80))"))
        }
        let chain = facts.chain.dropFirst().compactMap { try? Certificate(der: $0) }
        let path = try path(of: leaf, chain, facts, at: place)
        if let logs = anchors.logs, let issuer = path?.dropFirst().first ?? chain.first,
            try logs.countValid(facts.timestamps, for: leaf, issuer: issuer, at: facts.opened) == 0
        {
            keep(facts.host, in: &withoutTimestamp)
        }
        guard places.count < Self.mostServers else {
            shown.more += 1
            return
        }
        let (names, count) = try leaf.dnsNames()
        places[leaf.digest] = shown.servers.count
        shown.servers.append(
            ShownOrigin.Server(
                subject: leaf.holder, names: names, nameCount: count, host: facts.host,
                signed: 1, anchor: path?.last?.subject))
    }

    private mutating func path(
        of leaf: Certificate, _ chain: [Certificate], _ facts: ConnectionFacts, at place: String
    ) throws -> [Certificate]? {
        guard !anchors.serverRoots.isEmpty,
            case .anchored(let path) = try CertificatePath.verify(
                leaf, intermediates: chain, anchors: anchors.serverRoots, at: facts.opened, for: .server)
        else {
            keep(facts.host, in: &unanchored)
            return nil
        }
        let material = Revocation.Material(responses: facts.ocsp.map { [$0] } ?? [])
        if case .revoked(let moment)? = try Revocation.status(of: path, at: facts.opened, from: material)
            .first,
            moment <= facts.opened
        {
            log.add(
                Finding(
                    "origin.certificate-revoked", .caveat, .origin, at: place,
                    "the server itself showed that its certificate had been revoked at \(moment.text)"))
        }
        return path
    }

    private func keep(_ host: String, in hosts: inout Set<String>) {
        if hosts.count < Self.mostHosts { hosts.insert(host) }
    }

    private func contradiction(_ place: String, _ text: String) {
        log.fail(
            "origin.contradiction", .malformed, .origin, at: place,
            "the connection record contradicts itself: \(text)")
    }

    /// What all connections together show; `bracket` is the token before the capture, when its time counts.
    mutating func finish(bracket time: ShownTime?) -> ShownOrigin {
        guard shown.connections > 0 else { return shown }
        if isFresh, let time, time.counts {
            shown.notBefore = time.time
        } else {
            log.add(
                Finding(
                    "origin.not-fresh", .caveat, .origin,
                    "nothing shows that the handshakes with the servers are not older than the capture: there is no timestamp before it that counts"
                ))
        }
        if anchors.serverRoots.isEmpty {
            log.add(
                Finding(
                    "origin.chains-unchecked", .note, .origin,
                    "whose keys the servers' keys are was not checked: you named no authorities of servers (--server-trust)"
                ))
        } else if !unanchored.isEmpty {
            log.add(
                Finding(
                    "origin.not-anchored", .caveat, .origin,
                    "the certificates of \(Self.words(unanchored)) lead to no authority that you named; whoever could make them, for example on an inspected network, could have answered"
                ))
        }
        if !withoutTimestamp.isEmpty {
            log.add(
                Finding(
                    "origin.intercepted-possible", .caveat, .origin,
                    "the certificates of \(Self.words(withoutTimestamp)) came without a timestamp of a transparency log that you named, as those of a network that inspects connections do"
                ))
        }
        if unsigned > 0 {
            log.add(
                Finding(
                    "origin.unsigned", .caveat, .origin,
                    "in \(unsigned) of \(shown.connections) secure connections the server signed nothing: the key was agreed on in the old way, or an earlier session went on"
                ))
        }
        if weak > 0 {
            log.add(
                Finding(
                    "origin.weak", .caveat, .origin,
                    "in \(weak) secure connections the server signed in a way that proves nothing today"))
        }
        if unreadable > 0 {
            log.add(
                Finding(
                    "origin.unreadable", .caveat, .origin,
                    "the handshakes of \(unreadable) secure connections cannot be read"))
        }
        return shown
    }

    private static func words(_ hosts: Set<String>) -> String {
        let shown = hosts.sorted().prefix(5).map { SafeText.escaped($0, limit: 80) }.joined(separator: ", ")
        return hosts.count > 5 ? "\(shown) and \(hosts.count - 5) more" : shown
    }
}
