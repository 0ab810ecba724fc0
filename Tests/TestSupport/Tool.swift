import Foundation

/// Runs another program to its end.
public struct Tool: Sendable {
    public let path: String

    /// What a program left behind.
    public struct Outcome: Sendable {
        public let status: Int32
        public let output: [UInt8]
        public let errors: String
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// A program in `PATH`, or in `.build/peers/bin` of this package; nil when it is in neither.
    public static func named(_ name: String) -> Tool? {
        let folders =
            [Package.root + "/.build/peers/bin"]
            + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let path = folders.map { $0 + "/" + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
        return path.map(Tool.init(path:))
    }

    public init(path: String) { self.path = path }

    /// Runs with these arguments, `input` on standard input, and `environment` besides the process's own.
    @discardableResult
    public func run(
        _ arguments: String..., input: [UInt8] = [], environment: [String: String] = [:],
        folder: String? = nil
    ) throws -> Outcome {
        try run(arguments, input: input, environment: environment, folder: folder)
    }

    @discardableResult
    public func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:], folder: String? = nil
    ) throws -> Outcome {
        let scratch = try TemporaryFolder()
        for name in ["out", "err"] { try scratch.write([], to: name) }
        try scratch.write(input, to: "in")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardInput = FileHandle(forReadingAtPath: scratch.file("in"))
        process.standardOutput = FileHandle(forWritingAtPath: scratch.file("out"))
        process.standardError = FileHandle(forWritingAtPath: scratch.file("err"))
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationReason == .exit
                ? process.terminationStatus : -process.terminationStatus,
            output: try scratch.read("out"), errors: String(decoding: try scratch.read("err"), as: UTF8.self))
    }
}
