/// What one run of a program took, as GNU time measures it: a child of a small process, so that what this one held does not
/// count.
public struct ProgramCost: Sendable {
    public let status: Int32
    /// Processor time, of all threads.
    public let seconds: Double
    /// The most memory that was resident at one time.
    public let peakBytes: Int

    public static let need = "needs GNU time"
    public static var isAvailable: Bool { Tool.named("time") != nil }

    /// Runs a program to its end.
    public init(of path: String, _ arguments: [String]) throws {
        guard let time = Tool.named("time") else { throw NotMeasured(text: Self.need) }
        let folder = try TemporaryFolder()
        let report = folder.file("report")
        let outcome = try time.run(["--quiet", "--output", report, "--format", "%M %U %S", path] + arguments)
        let numbers = String(decoding: try folder.read("report"), as: UTF8.self).split {
            $0.isWhitespace
        }.compactMap { Double($0) }
        guard numbers.count == 3 else { throw NotMeasured(text: outcome.errors) }
        status = outcome.status
        peakBytes = Int(numbers[0]) << 10
        seconds = numbers[1] + numbers[2]
    }

    struct NotMeasured: Error { let text: String }

    /// Whether the programs of this test run were built with optimisation, so that bars hold for them.
    public static var isOptimised: Bool {
        #if DEBUG
            false
        #else
            true
        #endif
    }
}
