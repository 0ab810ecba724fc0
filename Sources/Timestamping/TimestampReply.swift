import Bytes
import Hashing

/// The answer of a timestamp authority (RFC 3161, section 2.4.2).
enum TimestampReply {
    /// Reads a TimeStampResp and checks its token against what was asked. Times are for the caller to compare.
    static func token(in der: [UInt8], for request: TimestampRequest) throws(TimestampFailure)
        -> TimestampToken
    {
        guard let (reply, rest) = DERElement.first(of: der[...]), rest.isEmpty, reply.tag == 0x30,
            let parts = reply.children, let information = parts.first, information.tag == 0x30,
            let status = information.children?.first, status.tag == 0x02, status.contents.count == 1,
            let code = status.contents.first
        else { throw .notAReply }
        // granted, or granted with modifications: whatever was modified shows below.
        guard code == 0 || code == 1 else { throw .refused(status: Int(code), text: text(of: information)) }
        guard parts.count == 2 else { throw .notAReply }
        let token: TimestampToken
        do throws(TimestampError) {
            token = try TimestampToken.read(Array(parts[1].whole))
        } catch {
            throw .token(error)
        }
        guard token.info.nonce == request.nonce else { throw .otherNonce }
        guard token.info.algorithm == request.algorithm, (try? token.info.covers(request.message)) == true
        else { throw .otherImprint }
        if let policy = request.policy, token.info.policy != policy { throw .otherPolicy }
        return token
    }

    /// PKIFreeText, the first line of it.
    private static func text(of information: DERElement) -> String {
        guard let list = information.children?.first(where: { $0.tag == 0x30 }),
            let line = list.children?.first, line.tag == 0x0C
        else { return "" }
        return SafeText.escaped(String(decoding: line.contents, as: UTF8.self), limit: 200)
    }
}
