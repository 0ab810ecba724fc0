import ArgumentParser
import Bytes
import Capture
import Evidence
import Files
import Hashing
import Sealing
import Sessions
import Storage
import Vault
import VerifyCommand

/// `exhibit capture`: posts into sealed bundles.
struct CaptureCommand: ParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "capture",
        abstract: "Capture posts, each into one signed bundle.",
        discussion: """
            Each address is loaded in a browser of its own; everything that crosses the wire goes into the bundle, with \
            screenshots, the page as a document, and its text. A page that is gone, walled off or broken is sealed too: \
            it is evidence of what was there. Ctrl-C ends a capture early and seals what there is.

            With --from a list of reports is taken in, and every post in it captured once, the urgent ones first, from a \
            queue that goes on where it stopped; --report does the same for reports that are here already.

            Status 0: captured, or loaded and no post read in it. 10: partial. 11: gone. 12: login wall. 13: blocked. 14: rate limited. 15: failed. \
            Of several addresses the highest counts. Of reports it is 0 only when each is captured or gone, and else 10. \
            From 64 on, no bundle was sealed.
            """)

    @Argument(help: ArgumentHelp("Addresses to capture.", valueName: "URL")) var urls: [String] = []
    @OptionGroup(title: "Reports") var batch: BatchOptions
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Name of the bundle, or a folder for it (default: into the vault, or without one a name from the time and the address, here).",
            valueName: "FILE"))
    var output: String?
    @Option(help: "A title of your own for the bundle.") var title: String?
    @Option(help: "Your own words on the capture, kept in the bundle as yours.") var note: String?
    @OptionGroup(title: "Vault") var intake: IntakeOptions
    @OptionGroup(title: "How") var how: CaptureOptions
    @OptionGroup(title: "Key") var key: KeyOptions

    func validate() throws {
        if urls.isEmpty, batch.isEmpty { throw ValidationError("give addresses, or --from, or --report") }
        if !urls.isEmpty, !batch.isEmpty { throw ValidationError("give addresses or reports, not both") }
    }

    func run() throws {
        guard urls.isEmpty else { return try captureAddresses() }
        let folder = output ?? "."
        if !Folder.isFolder(folder) {
            guard !Folder.exists(folder) else {
                throw ValidationError("-o: for reports give a folder, and no file")
            }
            try Folder.create(folder)
        }
        let vault = try intake.folder(output: output)
        let officer = try OfficerKey.unlockOrOffer(key)
        let profile = try how.openedProfile(key)
        try BatchSession(
            options: batch, how: how, officer: officer, folder: folder,
            intake: try intake.intake(vault, title: title, by: officer)
        ) { address, path in
            try request(address, path, profile)
        }.run()
    }

    private func captureAddresses() throws {
        if let output, urls.count > 1, !Folder.isFolder(output) {
            throw ValidationError(
                "-o: of several addresses each needs its own name; give a folder that is there")
        }
        if let output { try IntakeOptions.checkFolder(of: output) }
        let profile = try how.openedProfile(key)
        let vault = try intake.folder(output: output)
        let requests = try urls.map { try request($0, profile, vault) }
        let officer = try OfficerKey.unlockOrOffer(key)
        let namesAreOurs = output.map(Folder.isFolder) ?? true
        try CaptureSession(
            officer: officer, namesAreOurs: namesAreOurs,
            intake: try intake.intake(vault, title: title, by: officer)
        ).run(requests)
    }

    private func request(_ url: String, _ profile: SessionProfile?, _ vault: VaultFolder?) throws
        -> CaptureRequest
    {
        let now = SealingClock.system.now()
        let path: String
        if let output, !Folder.isFolder(output) {
            path = output
        } else {
            let name = BundleName.suggested(for: url, at: now)
            path = output.map { $0 + "/" + name } ?? intake.path(name, vault)
        }
        return try request(url, path, profile)
    }

    private func request(_ url: String, _ path: String, _ profile: SessionProfile?) throws -> CaptureRequest {
        var request = try how.request(url, path, profile: profile)
        request.title = title
        request.note = note
        return request
    }
}
