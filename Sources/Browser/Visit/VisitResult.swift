public import Bytes

/// What a visit led to. Whatever went wrong is in here: a visit never throws.
public struct VisitResult: Sendable, Equatable {
    /// Where redirects led; nil when no page was loaded.
    public var finalAddress: String?
    /// What the page called itself, at most 4,096 UTF-16 units.
    public var title: String?
    /// The HTTP status of the document that is shown, if it came over HTTP.
    public var mainStatus: Int?
    /// Why no page was loaded, in plain English.
    public var failure: String?
    /// What broke the visit off, in plain English: a crash, a hang, the time limit.
    public var interruption: String?
    /// Limits that were reached, in plain English.
    public var reachedLimits: [String] = []
    /// Artifacts that are missing, in plain English.
    public var missingArtifacts: [String] = []
    /// The object `browser` of `capture.json`.
    public var facts: JSONValue = [:]
}
