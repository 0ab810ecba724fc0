internal import Bytes
internal import Files

/// What Chromium wrote to its standard error: a nameless file, read only when something went wrong.
struct LaunchLog {
    let file: OpenFile

    private static let maximumBytes = 64 << 10

    /// The reason for which the browser did not start, in plain English.
    var reason: String {
        guard let size = try? file.size(),
            let bytes = try? file.read(at: max(0, size - Self.maximumBytes), count: Self.maximumBytes)
        else { return "it ended at once" }
        return Self.reason(in: String(decoding: bytes, as: UTF8.self))
    }

    static func reason(in log: String) -> String {
        if log.contains("No usable sandbox") {
            return
                "it finds no usable sandbox: this system forbids user namespaces (allow them, or install the package chromium-sandbox)"
        }
        if log.contains("Running as root without --no-sandbox") { return "it does not run as root" }
        let lines = log.split(separator: "\n").map(String.init)
        if let line = lines.first(where: { $0.contains("error while loading shared libraries") }) {
            return "a library is missing: " + SafeText.escaped(line, limit: 200)
        }
        if let line = lines.first(where: { $0.hasPrefix("setpriv:") }) {
            return "this process may not change to another account: " + SafeText.escaped(line, limit: 200)
        }
        if log.contains("Failed to create") && log.contains("Singleton") {
            return "it cannot write to its profile folder"
        }
        // Complaints about D-Bus and the crash handler are there in every run, and harmless.
        let told = lines.filter { line in
            !["dbus", "crashpad"].contains { line.contains($0) } && !line.hasPrefix("#") && !line.isEmpty
        }
        guard let line = told.last(where: { $0.contains(":FATAL:") }) ?? told.last else {
            return "it ended at once and wrote nothing"
        }
        return SafeText.escaped(line, limit: 200)
    }
}
