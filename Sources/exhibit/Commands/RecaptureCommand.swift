import ArgumentParser
import Bytes
import Capture
import Casework
import Custody
import CustodyEvents
import Evidence
import Intake
import Reading
import Sealing
import Storage
import Vault
import VerifyCommand

/// `exhibit recapture`: posts once more, and what has changed since.
struct RecaptureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recapture",
        abstract: "Capture posts again, and say what has changed since the last bundle.",
        discussion: """
            For each bundle its address is captured anew, into a bundle of its own; then what is different is told: edited, \
            deleted, more replies, other counts. Both bundles are named. Without a file all captured posts of the reports \
            on this machine are captured again. Exhibits of the vault can be named by reference, as SJ/1; that they were \
            looked at is noted in the custody log. Status as of capture.
            """)

    @Argument(help: ArgumentHelp("Bundles, or exhibits as SJ/1.", valueName: "FILE.wacz")) var files:
        [String] = []
    @Flag(help: "Tell of posts that changed, and only count the others.") var changed = false
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A folder for the new bundles (default: the vault, or without one here).", valueName: "FOLDER"))
    var output: String?
    @OptionGroup(title: "Vault") var intake: IntakeOptions
    @OptionGroup var sensitive: SensitiveContent
    @OptionGroup(title: "How") var how: CaptureOptions
    @OptionGroup(title: "Key") var key: KeyOptions
    @OptionGroup(title: "Reports") var reports: ReportOptions

    func run() throws {
        if let output, !Folder.isFolder(output) {
            throw ValidationError("-o: must be a folder that is there")
        }
        let vault = try intake.folder(output: output)
        let named = try (files.isEmpty ? captured() : files).map {
            try ExhibitArgument.resolve($0, vault: intake.place.vault)
        }
        guard !named.isEmpty else {
            throw CommandError(.noInput, "there is no captured post to capture again")
        }
        let (officer, opening) =
            named.contains(where: \.isClosed)
            ? try key.unlock(toRead: named) : (try OfficerKey.unlockOrOffer(key), nil)
        for argument in named { try argument.note(.viewed, why: "captured again", by: officer) }
        for argument in named { try argument.open(with: opening) }
        let earlier = try named.map { (argument: $0, facts: try facts($0.path)) }
        let now = SealingClock.system.now()
        let profile = try how.openedProfile(key)
        let requests = try earlier.map { entry in
            let target = entry.facts.target
            var request = try how.request(
                target, place(BundleName.suggested(for: target, at: now), vault), profile: profile)
            // It is captured for the same reports: what they say of who is seen holds for it too.
            request.stated[BundlePath.caseFile] = try ReadableBundle(path: entry.argument.path).file(
                BundlePath.caseFile)
            return request
        }
        var same = 0
        let session = CaptureSession(
            officer: officer, namesAreOurs: true, intake: try intake.intake(vault, by: officer))
        try session.run(requests) { place, report, new in
            let (argument, facts) = earlier[place]
            let path = argument.path
            let changes = PostChanges(
                before: (facts.outcome, try posts(path)),
                after: (report.facts.outcome, try posts(new)))
            if changes.lines.isEmpty { same += 1 }
            if changes.lines.isEmpty, changed { return }
            let hidden = try sensitive.reasonToHide(argument, ReadableBundle(path: path))
            Output.write(
                Self.words(changes, before: argument.shown, after: SafeText.escaped(new, limit: 4096), hidden)
            )
        }
        if same > 0, changed { Output.write("\(same) of \(requests.count) unchanged\n") }
    }

    private func place(_ name: String, _ vault: VaultFolder?) -> String {
        vault == nil ? (output ?? ".") + "/" + name : intake.path(name, vault)
    }

    private static func words(_ changes: PostChanges, before: String, after: String, _ hidden: String?)
        -> String
    {
        let names = "  before \(before)\n  now    \(after)\n"
        guard !changes.lines.isEmpty else { return "unchanged\n" + names }
        if let hidden { return "changed\n  \(SensitiveContent.sentence(hidden))\n" + names }
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
