import ArgumentParser
import Bytes
import Capture
import Evidence
import Files
import Hashing
import Sealing
import Storage
import VerifyCommand

/// `exhibit capture`: posts into sealed bundles.
struct CaptureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture",
        abstract: "Capture posts, each into one signed bundle.",
        discussion: """
            Each address is loaded in a browser of its own; everything that crosses the wire goes into the bundle, with \
            screenshots, the page as a document, and its text. A page that is gone, walled off or broken is sealed too: \
            it is evidence of what was there. Ctrl-C ends a capture early and seals what there is.

            Status 0: captured, or loaded and no post read in it. 10: partial. 11: gone. 12: login wall. 13: blocked. 14: rate limited. 15: failed. \
            Of several addresses the highest counts. From 64 on, no bundle was sealed.
            """)

    @Argument(help: ArgumentHelp("Addresses to capture.", valueName: "URL")) var urls: [String]
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Name of the bundle, or a folder for it (default: a name from the time and the address, here).",
            valueName: "FILE"))
    var output: String?
    @Option(help: "A title of your own for the bundle.") var title: String?
    @Option(help: "Your own words on the capture, kept in the bundle as yours.") var note: String?
    @OptionGroup(title: "How") var how: CaptureOptions
    @OptionGroup(title: "Key") var key: KeyOptions

    func run() throws {
        if let output, urls.count > 1, !Folder.isFolder(output) {
            throw ValidationError("-o: of several addresses each needs its own name; give a folder")
        }
        let requests = try urls.map { try request($0) }
        let officer = try OfficerKey.unlockOrOffer(key)
        let namesAreOurs = output.map(Folder.isFolder) ?? true
        try CaptureSession(officer: officer, namesAreOurs: namesAreOurs).run(requests)
    }

    private func request(_ url: String) throws -> CaptureRequest {
        let now = SealingClock.system.now()
        let path: String
        if let output, !Folder.isFolder(output) {
            path = output
        } else {
            path = (output.map { $0 + "/" } ?? "") + BundleName.suggested(for: url, at: now)
        }
        guard var request = CaptureRequest(target: url, path: path) else {
            throw ValidationError(
                "\(SafeText.escaped(url)): must be an address that begins with http:// or https://, without spaces"
            )
        }
        request.title = title
        request.note = note
        try how.apply(to: &request)
        return request
    }
}
