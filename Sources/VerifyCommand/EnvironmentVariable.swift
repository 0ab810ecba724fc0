import Glibc

/// What the surroundings of the program are set to.
public enum EnvironmentVariable {
    /// The value; nil for a variable that is not set, or empty.
    public static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}
