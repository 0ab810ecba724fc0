public import Hashing
public import Wire

/// Why an authority gave no token that can be used.
public enum TimestampFailure: Error, CustomStringConvertible {
    case unreachable(WireError)
    case status(Int)
    /// The answer is no TimeStampResp in DER.
    case notAReply
    /// PKIStatus and what the authority wrote beside it.
    case refused(status: Int, text: String)
    case token(TimestampError)
    case otherNonce
    case otherImprint
    case otherPolicy
    /// The token's time is further from this machine's than both can be off.
    case clock(tokenBehindSeconds: Int64)
    /// The authority's certificate does not lead to the anchors that were given.
    case notAnchored(String)

    public var description: String {
        switch self {
        case .unreachable(let error): "\(error)"
        case .status(let status): "it answered with status \(status)"
        case .notAReply: "its answer is no timestamp reply"
        case .refused(let status, let text):
            "it refused (PKI status \(status))" + (text.isEmpty ? "" : ": \(text)")
        case .token(let error): "its token \(error)"
        case .otherNonce: "its token is not the answer to this request: the nonce differs"
        case .otherImprint: "its token is over something else"
        case .otherPolicy: "its token is under another policy than was asked for"
        case .clock(let seconds):
            seconds > 0
                ? "its time is \(seconds) s behind this machine's clock"
                : "its time is \(-seconds) s ahead of this machine's clock"
        case .notAnchored(let reason): "its certificate is not vouched for: \(reason)"
        }
    }

    /// Whether asking again may help.
    var isPassing: Bool {
        switch self {
        case .unreachable: true
        case .status(let status): status >= 500 || status == 429
        default: false
        }
    }
}
