import Bytes

/// What a capture met, told at once and for ever.
public struct CaptureOutcome: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A reader read the reported post.
        case captured
        /// The page was loaded; no reader has read the post.
        case loaded
        /// A part was captured; the rest is missing.
        case partial
        /// The server asked for a sign-in.
        case loginWall = "login-wall"
        /// The server says that the post is not there (any more).
        case gone
        /// The server refused to show it.
        case blocked
        /// The server asked to come back later.
        case rateLimited = "rate-limited"
        /// Nothing was had.
        case failed
    }

    public let kind: Kind
    /// Why, in plain English.
    public let reason: String
    /// The HTTP status of the page, when there was one.
    public let status: Int?

    public init(_ kind: Kind, reason: String, status: Int? = nil) {
        self.kind = kind
        self.reason = reason
        self.status = status
    }

    /// The kind in words: `login wall`.
    public var words: String {
        switch kind {
        case .captured: "captured"
        case .loaded: "loaded, post not read"
        case .partial: "partial"
        case .loginWall: "login wall"
        case .gone: "gone"
        case .blocked: "blocked"
        case .rateLimited: "rate limited"
        case .failed: "failed"
        }
    }

    var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "reason": .string(reason),
            "status": status.map { JSONValue($0) } ?? .null,
        ]
    }

    init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        guard let kind = Kind(rawValue: try object.string("kind")) else {
            throw object.wrong("kind", "must be an outcome of the format")
        }
        self.kind = kind
        reason = try object.string("reason")
        status = try object.countOrNull("status")
        try object.finish()
    }
}
