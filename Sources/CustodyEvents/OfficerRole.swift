/// What a key may be used for in a log, as the entry says that adds it.
public enum OfficerRole: String, Sendable, CaseIterable {
    case capture, read, disclose
    /// May add and revoke keys.
    case administer
}
