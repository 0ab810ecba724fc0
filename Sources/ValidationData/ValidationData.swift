public import Bytes
public import Hashing
import Messages
import Signing
import Wire

/// What a signature needs later, when its issuers may be gone: certificates above its own, and what their authorities say of
/// revocation now.
public struct ValidationData: Sendable {
    /// Certificates that were not at hand and are above one of those asked for.
    public private(set) var certificates: [Certificate] = []
    public private(set) var revocation = Revocation.Material()
    /// In words, why the state of a certificate could not be had.
    public private(set) var problems: [String] = []

    private static let longestPath = 6
    /// Of each kind, as a sidecar holds.
    private static let mostAnswers = 16
    private static let mostListBytes = 256 << 10
    /// Of all lists, so that the signature stays within its size.
    private static let mostBytes = 512 << 10
    private static let seconds = 10.0

    public init() {}

    /// Asks the authorities that the certificates name, from `leaf` upwards; those that name none are left out.
    ///
    /// `known` are certificates at hand. What is kept was checked: it is signed by the issuer, or one it appointed, and
    /// tells the state at `now`. Blocks the calling thread, 10 seconds at most for each answer.
    public mutating func gather(for leaf: Certificate, known: [Certificate], at now: Timestamp) {
        var subject = leaf
        for _ in 0..<Self.longestPath where !subject.isSelfIssued {
            guard let sources = try? StatusSources(subject) else { return }
            guard
                let issuer = known.first(where: { (try? subject.isIssued(by: $0)) == true })
                    ?? fetchedIssuer(of: subject, sources)
            else {
                if !sources.responders.isEmpty || !sources.lists.isEmpty {
                    fail(subject, "the certificate of its issuer is not at hand")
                }
                return
            }
            gatherStatus(of: subject, issuer, sources, at: now)
            subject = issuer
        }
    }

    private mutating func fetchedIssuer(of subject: Certificate, _ sources: StatusSources) -> Certificate? {
        for address in sources.issuers {
            guard let bytes = try? Self.answer("GET", address), let found = try? Certificate(der: bytes),
                (try? subject.isIssued(by: found)) == true
            else { continue }
            if certificates.count < Self.mostAnswers { certificates.append(found) }
            return found
        }
        return nil
    }

    /// A responder's answer is small and fresh, so it is asked first; a list only when no responder answered.
    private mutating func gatherStatus(
        of subject: Certificate, _ issuer: Certificate, _ sources: StatusSources, at now: Timestamp
    ) {
        guard !sources.responders.isEmpty || !sources.lists.isEmpty else { return }
        var reason = "nobody answered"
        do {
            let request = try StatusRequest.der(for: subject, issuer: issuer)
            for address in sources.responders {
                do {
                    let answer = try Self.answer("POST", address, request)
                    if try Self.tells(Revocation.Material(responses: [answer]), of: subject, issuer, at: now)
                    {
                        return keep(response: answer)
                    }
                    reason = "the answer of the responder does not tell it"
                } catch { reason = "\(error)" }
            }
            for address in sources.lists {
                do {
                    let list = try Self.answer("GET", address)
                    if try Self.tells(Revocation.Material(lists: [list]), of: subject, issuer, at: now) {
                        return keep(list: list)
                    }
                    reason = "the revocation list does not tell it"
                } catch { reason = "\(error)" }
            }
        } catch { reason = "\(error)" }
        fail(subject, reason)
    }

    private mutating func keep(response: [UInt8]) {
        guard !revocation.responses.contains(response), revocation.responses.count < Self.mostAnswers else {
            return
        }
        revocation.responses.append(response)
    }

    private mutating func keep(list: [UInt8]) {
        let held = revocation.lists.reduce(0) { $0 + $1.count }
        guard !revocation.lists.contains(list), revocation.lists.count < Self.mostAnswers,
            held + list.count <= Self.mostBytes
        else { return }
        revocation.lists.append(list)
    }

    private mutating func fail(_ subject: Certificate, _ reason: String) {
        let name = SafeText.escaped(subject.holder, limit: 80)
        problems.append("whether the certificate of \(name) was revoked could not be had: \(reason)")
    }

    private static func tells(
        _ material: Revocation.Material, of subject: Certificate, _ issuer: Certificate, at now: Timestamp
    ) throws -> Bool {
        try Revocation.status(of: [subject, issuer], at: now, from: material).first != .unknown
    }

    private static func answer(_ method: String, _ text: String, _ body: [UInt8] = []) throws -> [UInt8] {
        guard let address = HTTPAddress(text) else {
            throw WireError.message("the address in the certificate is none")
        }
        var request = SmallRequest(method, address)
        request.seconds = seconds
        request.maximumBytes = mostListBytes
        if !body.isEmpty {
            request.contentType = "application/ocsp-request"
            request.body = body
        }
        let answer = try request.send()
        guard answer.status == 200 else { throw WireError.message("the answer has status \(answer.status)") }
        return answer.body
    }
}
