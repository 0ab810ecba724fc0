public import Evidence

/// What is known of a capture when its outcome is decided.
public struct PageObservation: Sendable {
    /// The address that was asked for.
    public var target: String
    /// Where redirects led, as far as a response was had.
    public var final: String?
    /// The HTTP status of the last answer of the page itself.
    public var status: Int?
    /// Why no answer was had: a name, TLS or connection failure, in plain English.
    public var failure: String?
    /// What broke off the capture after the page was had: a limit, a crash; in plain English.
    public var interruption: String?

    public init(
        target: String, final: String? = nil, status: Int? = nil, failure: String? = nil,
        interruption: String? = nil
    ) {
        self.target = target
        self.final = final
        self.status = status
        self.failure = failure
        self.interruption = interruption
    }
}

/// The rules by which an outcome follows from what was seen; no guessing from words on the page.
public enum OutcomeRules {
    public static func outcome(of page: PageObservation) -> CaptureOutcome {
        guard let status = page.status else {
            return CaptureOutcome(
                .failed, reason: page.failure ?? page.interruption ?? "the server gave no answer")
        }
        let answered = { (kind: CaptureOutcome.Kind, reason: String) in
            CaptureOutcome(kind, reason: reason, status: status)
        }
        switch status {
        case 404: return answered(.gone, "the server says that there is nothing at this address (404)")
        case 410: return answered(.gone, "the server says that what was at this address is gone (410)")
        case 429: return answered(.rateLimited, "the server asks to come back later (429)")
        case 401: return answered(.loginWall, "the server asks for a sign-in (401)")
        case 403: return answered(.loginWall, "the server refuses without a sign-in (403)")
        case 451: return answered(.blocked, "the server withholds this for legal reasons (451)")
        case 400...499: return answered(.blocked, "the server refused the request (\(status))")
        case 500...599: return answered(.failed, "the server reported a fault of its own (\(status))")
        default: break
        }
        if let final = page.final, final != page.target, SignInAddress.matches(final) {
            return answered(.loginWall, "the server led to a sign-in page instead of the post")
        }
        if let interruption = page.interruption { return answered(.partial, interruption) }
        return answered(.loaded, "the page was loaded; no reader has read the post in it")
    }
}
