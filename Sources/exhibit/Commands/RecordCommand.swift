import ArgumentParser
import Browser
import Bytes
import Capture
import Evidence
import Files
import Glibc
import Sealing
import Storage
import Synchronization
import Threads
import Vault
import VerifyCommand

/// `exhibit record`: a browser with a window, in which the officer navigates.
struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Open a browser, navigate yourself, and keep what you choose.",
        discussion: """
            For what no program finds its way to: a story, a group, a wall that needs a click. Everything that crosses the \
            wire is recorded as with capture. In this terminal, k keeps what is on the screen (picture, document, text) and q \
            ends and seals. The outcome is partial: what you opened, and nothing else. Needs a display. Status as of capture.
            """)

    @Argument(help: ArgumentHelp("The address to begin with.", valueName: "URL")) var url: String
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Name of the bundle (default: into the vault, or without one a name from the time and the address, here).",
            valueName: "FILE"))
    var output: String?
    @OptionGroup(title: "Vault") var intake: IntakeOptions
    @OptionGroup(title: "How") var how: CaptureOptions
    @OptionGroup(title: "Key") var key: KeyOptions

    func run() throws {
        guard let display = EnvironmentVariable.value("DISPLAY") else {
            throw CommandError(.unavailable, "there is no display to open a browser on: DISPLAY is not set")
        }
        if let output { try IntakeOptions.checkFolder(of: output) }
        let officer = try OfficerKey.unlockOrOffer(key)
        let vault = try intake.folder(output: output)
        let taking = try intake.intake(vault, by: officer)
        let path = output ?? intake.path(BundleName.suggested(for: url, at: SealingClock.system.now()), vault)
        var request = try how.request(url, path, profile: how.openedProfile(key))
        // A person needs longer than a program.
        request.timeLimitSeconds = max(request.timeLimitSeconds, Self.leastSeconds)
        let control = CaptureControl()
        try Interruption.watch(control)
        let authority = EnvironmentVariable.value("XAUTHORITY")
        let asked = request
        let result = Mutex<Result<CaptureReport, any Error>?>(nil)
        Interruption.writes(BundleWriter.partialPath(path))
        defer { Interruption.writes(nil) }
        Output.say("k keeps what is on the screen, q ends and seals")
        try Keyboard.whileRaw {
            try BlockingThread.run {
                let outcome = Result {
                    try CaptureRun(
                        asked, by: officer, clock: .system, control: control,
                        custody: CustodyLog.captures(by: officer, vault: vault?.path),
                        warn: { Output.say($0) }
                    ) { Output.say($0) }.record(on: (display, authority), next: Self.next)
                }
                result.withLock { $0 = outcome }
            }
        }
        guard let outcome = result.withLock({ $0 }) else { throw ExitStatus.software.code }
        try CaptureSession.conclude(outcome.get(), by: officer, taking)
    }

    private static let leastSeconds = 3600

    /// The key that was pressed since the last time; nil for none. The end of the keys is the end.
    @Sendable private static func next() -> PersonStep? {
        switch Keyboard.pressed() {
        case .none: nil
        case .key("k"), .key("K"): .keep
        case .key("q"), .key("Q"), .key("\u{3}"), .end: .end
        case .key: nil
        }
    }
}
