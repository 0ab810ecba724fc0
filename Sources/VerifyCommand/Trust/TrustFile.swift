/// Where this user's trust list lies: `trust` in `$EXHIBIT_HOME`, else in `.exhibit` in the home folder.
public enum TrustFile {
    /// Nil when neither variable is set.
    public static func path() -> String? { folder().map { $0 + "/trust" } }

    /// The folder of this user's key, certificate and trust list.
    public static func folder() -> String? {
        if let chosen = EnvironmentVariable.value("EXHIBIT_HOME") { return chosen }
        return EnvironmentVariable.value("HOME").map { $0 + "/.exhibit" }
    }
}
