import ArgumentParser
import Bytes
import Capture
import Casework
import Evidence
import Intake
import Reading
import Sealing
import Storage
import VerifyCommand

/// `exhibit recapture`: posts once more, and what has changed since.
struct RecaptureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recapture",
        abstract: "Capture posts again, and say what has changed since the last bundle.",
        discussion: """
            For each bundle its address is captured anew, into a bundle of its own; then what is different is told: edited, \
            deleted, more replies, other counts. Both bundles are named. Without a file all captured posts of the reports \
            on this machine are captured again. Status as of capture.
            """)

    @Argument(help: ArgumentHelp("Bundles.", valueName: "FILE.wacz")) var files: [String] = []
    @Flag(help: "Tell of posts that changed, and only count the others.") var changed = false
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A folder for the new bundles (default: here).", valueName: "FOLDER"))
    var output = "."
    @OptionGroup(title: "How") var how: CaptureOptions
    @OptionGroup(title: "Key") var key: KeyOptions
    @OptionGroup(title: "Reports") var reports: ReportOptions

    func run() throws {
        guard Folder.isFolder(output) else { throw ValidationError("-o: must be a folder that is there") }
        let earlier = try (files.isEmpty ? captured() : files).map { (path: $0, facts: try facts($0)) }
        guard !earlier.isEmpty else {
            throw CommandError(.noInput, "there is no captured post to capture again")
        }
        let now = SealingClock.system.now()
        let profile = try how.openedProfile(key)
        let requests = try earlier.map { entry in
            let target = entry.facts.target
            return try how.request(
                target, output + "/" + BundleName.suggested(for: target, at: now), profile: profile)
        }
        let officer = try OfficerKey.unlockOrOffer(key)
        var same = 0
        try CaptureSession(officer: officer, namesAreOurs: true).run(requests) { place, report in
            let (path, facts) = earlier[place]
            let changes = PostChanges(
                before: (facts.outcome, try posts(path)),
                after: (report.facts.outcome, try posts(report.path)))
            if changes.lines.isEmpty { same += 1 }
            if changes.lines.isEmpty, changed { return }
            Output.write(Self.words(changes, before: path, after: report.path))
        }
        if same > 0, changed { Output.write("\(same) of \(requests.count) unchanged\n") }
    }

    private static func words(_ changes: PostChanges, before: String, after: String) -> String {
        let names =
            "  before \(SafeText.escaped(before, limit: 4096))\n  now    \(SafeText.escaped(after, limit: 4096))\n"
        guard !changes.lines.isEmpty else { return "unchanged\n" + names }
        return "changed\n" + changes.lines.map { "  \(SafeText.escaped($0, limit: 1000))\n" }.joined() + names
    }

    /// The newest bundle of each post in the store.
    private func captured() throws -> [String] {
        let store = try reports.open()
        let keys = Set(
            try store.references().compactMap { try store.report($0) }.flatMap { $0.addresses.map(\.key) })
        return try store.captures(keys).filter { $0.state == .done }.compactMap(\.path)
    }

    private static let mostPosts = 2000

    private func posts(_ path: String) throws -> [JSONValue] {
        try ReadableBundle(path: path).posts(maximum: Self.mostPosts)
    }

    /// What a bundle says of its capture; only what was captured from an address can be captured again.
    private func facts(_ path: String) throws -> CaptureFacts {
        let facts = try ReadableBundle(path: path).facts()
        guard [.chromium, .fetch].contains(facts.engine) else {
            throw CommandError(
                .badInput, "\(SafeText.escaped(path, limit: 4096)): was not captured from an address")
        }
        return facts
    }
}
