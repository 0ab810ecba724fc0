import Bytes
public import Evidence
public import Hashing
public import Messages
import Wire

/// An authority that gives timestamp tokens over HTTP (RFC 3161, section 3.4).
public struct TimestampAuthority: Sendable {
    public let address: HTTPAddress
    public var algorithm = DigestAlgorithm.sha256
    /// The contents of the object identifier of the policy asked for.
    public var policy: [UInt8]?
    /// When given, a token of an authority that they do not vouch for is refused.
    public var anchors: [Certificate] = []
    public var seconds = 20.0
    /// How often it is asked when it cannot be reached.
    public var tries = 3

    /// How far the authority's clock and this machine's may be apart, beyond the token's accuracy.
    public static let clockAllowanceSeconds: Int64 = 60

    public init(_ address: HTTPAddress) { self.address = address }

    /// A token over `message`, checked in every way that does not need an anchor. Blocks the calling thread.
    public func token(over message: [UInt8], clock: SealingClock) throws -> TimestampToken {
        let request = try TimestampRequest(over: message, algorithm, policy: policy)
        var attempt = 1
        while true {
            do throws(TimestampFailure) {
                let before = clock.now()
                let token = try TimestampReply.token(in: try ask(request.der), for: request)
                try check(token, sent: before, received: clock.now())
                return token
            } catch {
                guard error.isPassing, attempt < tries else { throw error }
                attempt += 1
            }
        }
    }

    private func ask(_ request: [UInt8]) throws(TimestampFailure) -> [UInt8] {
        var asking = SmallRequest("POST", address)
        asking.contentType = "application/timestamp-query"
        asking.body = request
        asking.seconds = seconds
        let answer: SmallRequest.Answer
        do throws(WireError) { answer = try asking.send() } catch { throw .unreachable(error) }
        guard answer.status == 200 else { throw .status(answer.status) }
        return answer.body
    }

    private func check(_ token: TimestampToken, sent: Timestamp, received: Timestamp) throws(TimestampFailure)
    {
        let info = token.info
        let behind = sent.seconds - info.latest.seconds
        let ahead = info.earliest.seconds - received.seconds
        guard behind <= Self.clockAllowanceSeconds else { throw .clock(tokenBehindSeconds: behind) }
        guard ahead <= Self.clockAllowanceSeconds else { throw .clock(tokenBehindSeconds: -ahead) }
        guard token.signer.notBefore <= info.time, info.time <= token.signer.notAfter else {
            throw .notAnchored("its certificate was not valid at the time that it tells")
        }
        guard !anchors.isEmpty else { return }
        do {
            if case .notAnchored(let reason) = try token.path(to: anchors) {
                throw TimestampFailure.notAnchored(reason)
            }
        } catch let error as TimestampFailure {
            throw error
        } catch {
            throw .notAnchored("\(error)")
        }
    }
}
