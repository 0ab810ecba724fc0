import Bytes

/// Why a post is not to be seen, as the platform says it, in the kinds that an outcome can have.
public enum Absence: Sendable {
    /// Deleted, suspended, or never there.
    case gone
    /// To be seen by some who are signed in, or of age.
    case wall
    /// Withheld: in this country, or from this reader.
    case withheld

    /// Nil for a post that is there.
    public init?(_ post: Post) {
        guard post.isUnavailable else {
            let isErased = post[.removedBy] != nil || post[.authorDeleted] != nil
            guard isErased, post.text.map({ ["", "[deleted]", "[removed]"].contains($0) }) ?? true else {
                return nil
            }
            self = .gone
            return
        }
        let reason = post.unavailable[.reason]?.string ?? ""
        let status = post.unavailable[.status]?.value.integer
        let word = post.unavailable[.status]?.string ?? ""
        self =
            switch post.platform {
            case .tiktok:
                switch status {
                case 10216?, 10222?: .wall
                case 10231?: .withheld
                default: .gone
                }
            case .youtube:
                switch word {
                case "LOGIN_REQUIRED", "AGE_VERIFICATION_REQUIRED", "AGE_CHECK_REQUIRED",
                    "CONTENT_CHECK_REQUIRED":
                    .wall
                case "UNPLAYABLE": .withheld
                default: .gone
                }
            case .reddit:
                switch reason {
                case "private", "gold_only", "quarantined", "gated": .wall
                default: status == 403 ? .wall : .gone
                }
            case .x:
                if reason.contains("Protected") || reason.contains("Nsfw")
                    || reason.contains("Age-restricted")
                    || reason.contains("limits who can view")
                {
                    .wall
                } else if reason.contains("withheld") {
                    .withheld
                } else {
                    .gone
                }
            case .bluesky: reason.contains("locked") ? .withheld : .gone
            case .mastodon: reason.contains("requires") ? .wall : .gone
            case .instagram, .threads: reason == "login" ? .wall : .gone
            default: .gone
            }
    }
}
