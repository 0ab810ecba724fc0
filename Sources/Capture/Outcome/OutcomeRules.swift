import Bytes
public import Evidence
import Posts

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
    /// Whether the server named a way to sign in, or the page shows one.
    public var asksForSignIn = false
    /// Whether there is nothing in the page.
    public var isEmpty = false
    /// What the readers made of it; nil when they were not asked.
    var post: PostFindings.Reported?

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
        if let refusal = refusal(status, asksForSignIn: page.asksForSignIn) {
            // The page is not all: public interfaces may have told the post.
            if case .read(let post, let records)? = page.post {
                return answered(
                    .partial, "\(words(post, records)); the page itself was not had: \(refusal.reason)")
            }
            return answered(refusal.kind, refusal.reason)
        }
        if let final = page.final, final != page.target {
            if SignInAddress.matches(final) {
                return answered(.loginWall, "the server led to a sign-in page instead of the post")
            }
            if let gate = GateAddress.reason(final) { return answered(.blocked, gate) }
        }
        if case .absent(let absence, let reason)? = page.post {
            switch absence {
            case .gone: return answered(.gone, "the platform says that the post is not there: \(reason)")
            case .wall:
                return answered(
                    .loginWall, "the platform shows the post to some who are signed in: \(reason)")
            case .withheld: return answered(.blocked, "the platform withholds the post here: \(reason)")
            }
        }
        if let interruption = page.interruption { return answered(.partial, interruption) }
        if case .read(let post, let records)? = page.post {
            return answered(.captured, words(post, records))
        }
        if page.isEmpty { return answered(.failed, "the server answered with an empty page") }
        switch page.post {
        case .notAPost(let kind, let platform)?:
            return answered(
                .loaded, "the address is a \(kind) of \(platform), no single post; it was captured as it is")
        case .notRead(let reason)?: return answered(.loaded, reason)
        case .read?, .absent?, nil:
            return answered(.loaded, "the page was loaded; no reader has read the post in it")
        }
    }

    /// What an error status says; nil for success.
    private static func refusal(_ status: Int, asksForSignIn: Bool) -> (
        kind: CaptureOutcome.Kind, reason: String
    )? {
        switch status {
        case 404: (.gone, "the server says that there is nothing at this address (404)")
        case 410: (.gone, "the server says that what was at this address is gone (410)")
        case 429: (.rateLimited, "the server asks to come back later (429)")
        case 401: (.loginWall, "the server asks for a sign-in (401)")
        case 403 where asksForSignIn: (.loginWall, "the server refuses without a sign-in (403)")
        case 403: (.blocked, "the server refuses to show this (403)")
        case 451: (.blocked, "the server withholds this for legal reasons (451)")
        case 400...499: (.blocked, "the server refused the request (\(status))")
        case 500...599: (.failed, "the server reported a fault of its own (\(status))")
        default: nil
        }
    }

    private static func words(_ post: Post, _ records: Int) -> String {
        let count = "\(records) record\(records == 1 ? "" : "s")"
        guard post.platform != .web else { return "the post was read as the page marks it, from \(count)" }
        let id = post.id.map { " " + SafeText.escaped($0, limit: 60) } ?? ""
        let handle = post.author[.handle]?.string.map { " by @" + SafeText.escaped($0, limit: 60) }
        return
            "the post was read: \(post.platform.name)\(id)\(handle ?? ""), from \(count)"
    }
}
