/// A schema of `Schemas/`, applied by a program of others.
public struct JSONSchema: Sendable {
    /// Why tests are skipped without it.
    public static let need = "needs jsonschema, which scripts/peers installs"
    public static var isAvailable: Bool { Tool.named("jsonschema") != nil }

    private let path: String

    /// `name` as in `capture.schema.json`.
    public init(_ name: String) { path = Package.root + "/Schemas/\(name).schema.json" }

    /// What does not fit; empty when all instances do.
    public func errors(in instances: [[UInt8]]) throws -> String {
        guard let tool = Tool.named("jsonschema") else { return Self.need }
        let folder = try TemporaryFolder()
        var arguments: [String] = []
        for (number, instance) in instances.enumerated() {
            arguments += ["-i", try folder.write(instance, to: "\(number).json")]
        }
        let outcome = try tool.run(arguments + [path], environment: ["PYTHONWARNINGS": "ignore"])
        return outcome.status == 0 ? "" : "\(outcome.errors)\(outcome.text)"
    }
}
