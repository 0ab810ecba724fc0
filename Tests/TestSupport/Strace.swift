import Foundation

/// Runs a program under `strace`, which makes one of its system calls fail or the program die there.
public enum Strace {
    /// Whether strace is there and may trace on this machine.
    public static let isAvailable: Bool = {
        guard let strace = Tool.named("strace"),
            let outcome = try? strace.run("-qq", "-o", "/dev/null", "true")
        else { return false }
        return outcome.status == 0
    }()

    /// Runs with an `inject` expression. Without `--seccomp-bpf`: with it, signals are not delivered.
    public static func run(
        _ tool: Tool, _ arguments: [String], _ injection: String, environment: [String: String] = [:]
    ) throws -> Tool.Outcome {
        let call = injection.prefix { $0 != ":" }
        return try required.run(
            ["-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(injection)", tool.path]
                + arguments, environment: environment)
    }

    /// How often a run makes this call.
    public static func count(_ call: String, _ tool: Tool, _ arguments: [String]) throws -> Int {
        let folder = try TemporaryFolder()
        try required.run(
            ["-f", "-qq", "-o", folder.file("trace"), "-e", "trace=\(call)", tool.path] + arguments)
        let trace = String(decoding: try folder.read("trace"), as: UTF8.self)
        return trace.split(separator: "\n").count { $0.contains(" \(call)(") }
    }

    private static var required: Tool {
        get throws {
            guard let strace = Tool.named("strace") else { throw CocoaError(.fileNoSuchFile) }
            return strace
        }
    }
}
