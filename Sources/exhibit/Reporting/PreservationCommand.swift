import ArgumentParser
import Bytes
import CustodyEvents
import Evidence
import Files
import Hashing
import Posts
import Reading
import Reporting
import Sealing
import Storage
import VerifyCommand

/// `exhibit preservation`: a letter to a platform.
struct PreservationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preservation",
        abstract: "Draft a request to a platform to preserve what it has of captured posts.",
        discussion: """
            Writes NAME.json, which has an id and which the import of the answer names (exhibit import --answers NAME.json), and the \
            letter as NAME.txt and NAME.html. The period, where none is given, goes from the earliest post to the latest \
            capture. It is a draft: the officer completes, signs and sends it.
            """)

    @Argument(help: ArgumentHelp("Bundles, or exhibits as SJ/1.", valueName: "FILE.wacz")) var files: [String]
    @Option(help: "The platform as it is addressed (default: the platform of the first post).")
    var platform: String?
    @Option(help: ArgumentHelp("The period's beginning, as 2026-11-01.", valueName: "DATE")) var from: String?
    @Option(help: ArgumentHelp("The period's end.", valueName: "DATE")) var until: String?
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The name of the three files, without ending; names must be free.", valueName: "NAME"))
    var output: String
    @OptionGroup(title: "Exhibits of the vault") var access: AccessOptions

    func validate() throws { try StatedTime.checkPeriod(from: from, until: until) }

    func run() throws {
        let bundles = try access.read(files, .viewed).map { try ReportSource($0).bundle().summary }
        guard let first = bundles.first else { throw ValidationError("give a bundle") }
        let request = PreservationRequest(
            id: try SecureRandom.uuid(),
            platform: platform ?? PostAddress(first.facts.target)?.platform.name ?? "the platform",
            made: SealingClock.system.now().wholeSeconds, from: from, until: until, bundles: bundles)
        try WholeFile.create(output + ".json", request.serialized, mode: 0o644)
        try WholeFile.create(output + ".txt", Array(request.text.utf8), mode: 0o644)
        try WholeFile.create(output + ".html", Array(request.html.utf8), mode: 0o644)
        Output.write(
            "\(request.id.urn)\n  SHA-256 \(request.digest.hex)\n"
                + ["json", "txt", "html"].map { "  \(SafeText.escaped(output, limit: 4096)).\($0)\n" }
                .joined())
    }
}
