import Bytes
public import Verifier

/// A verdict in one line, for what is not a report on verification.
public enum VerdictLine {
    public static func name(_ verdict: Verdict) -> String {
        switch verdict.status {
        case .intact: "INTACT"
        case .notAsSealed: "NOT AS SEALED"
        case .cannotBeVerified: "CANNOT BE VERIFIED"
        }
    }

    /// The style of the box in which a page has it.
    static func style(_ verdict: Verdict) -> String {
        switch verdict.status {
        case .intact: "intact"
        case .cannotBeVerified: "unknown"
        case .notAsSealed: "broken"
        }
    }

    /// `INTACT (quick check): Nothing in this file has changed since it was sealed.`
    public static func text(_ verdict: Verdict) -> String {
        "\(name(verdict)) (quick check): \(SafeText.escaped(verdict.headline, limit: 1000))"
    }
}
