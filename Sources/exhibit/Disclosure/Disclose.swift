import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Disclosure
import Evidence
import Files
import Glibc
import Hashing
import OfficerKeys
import Reading
import Sealing
import Storage
import Vault
import Verifier
import VerifyCommand

/// `exhibit disclose`: a part of a bundle, which still proves what is left.
struct Disclose: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hand over a part of a bundle, with the rest withheld provably.",
        discussion: """
            What is withheld leaves a digest that tells nothing, so that the original's signature still holds over what is \
            left, and anyone sees how many parts were withheld, where, why and by whom. The custody log says why, and to whom with --to. With a record go its request and \
            response, every record and post that names it, and, unless --keep-page is given, what shows the page: \
            screenshots, text, tree, print. What is told all the same is said before anything is written. \
            --list shows what can be named. Status 0: written. 65: it cannot be withheld so, and nothing was written.
            """)

    @Argument(
        help: ArgumentHelp("A bundle, or an exhibit of the vault by its reference.", valueName: "EXHIBIT"))
    var file: String
    @Flag(help: "List records, posts and files by the names that the other options take.") var list = false
    @Option(
        help: ArgumentHelp(
            "Withhold a record, by number, urn:uuid: or address (* stands for anything), or an evidence file. Repeatable.",
            valueName: "RECORD"))
    var withhold: [String] = []
    @Option(
        help: ArgumentHelp(
            "Leave only what this post was read from, by number or identifier. Repeatable.", valueName: "POST"
        ))
    var only: [String] = []
    @Option(
        help: ArgumentHelp(
            "Withhold a screenshot, and put a copy with covered rectangles in its place.", valueName: "RECORD"
        ))
    var redact: String?
    @Option(help: ArgumentHelp("What to cover, in pixels. Repeatable.", valueName: "X,Y,W,H")) var rectangle:
        [String] =
            []
    @Flag(help: "Blur the rectangles. Weaker than covering: what is large may still be guessed.") var blur =
        false
    @Option(help: ArgumentHelp(Disclose.reasonHelp, valueName: "CODE")) var reason: String?
    @Option(help: ArgumentHelp("Your own words, which whoever verifies will read.", valueName: "TEXT"))
    var why: String?
    @Option(
        help: ArgumentHelp("Who gets it: name and office; for the custody log alone.", valueName: "TEXT"))
    var to: String?
    @Flag(help: "Leave screenshots, text, tree and print of the page.") var keepPage = false
    @Flag(help: "Leave records that hold the address of what is withheld.") var keepAddresses = false
    @Flag(help: "Tell what would be withheld, and write nothing.") var preview = false
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write; the name must be free.", valueName: "FILE.wacz"))
    var output: String?
    @OptionGroup(title: "Time") var time: SignatureTimeOptions
    @OptionGroup var place: VaultOptions
    @OptionGroup(title: "Key") var key: KeyOptions

    private static let reasonHelp =
        "Why: " + WithholdingReason.chosen.map(\.rawValue).joined(separator: ", ") + "; other needs --why."

    func validate() throws {
        if list { return }
        guard let reason, WithholdingReason.chosen.map(\.rawValue).contains(reason) else {
            throw ValidationError(
                "--reason: must be one of \(WithholdingReason.chosen.map(\.rawValue).joined(separator: ", "))"
            )
        }
        try Reason.validate(why)
        try Reason.validate(to, option: "--to")
        if output == nil, !preview { throw ValidationError("give -o FILE.wacz, or --preview") }
        if (redact == nil) != rectangle.isEmpty {
            throw ValidationError("--redact and --rectangle belong together")
        }
        if rectangle.contains(where: { PictureRectangle($0) == nil }) {
            throw ValidationError("--rectangle: must be x,y,width,height in pixels")
        }
        if blur, redact == nil { throw ValidationError("--blur belongs to --redact") }
    }

    func run() throws {
        let argument = try ExhibitArgument.resolve(file, vault: place.vault)
        do {
            let officer = try lookAt(argument)
            let original = try Original(ReadableBundle(path: argument.path))
            if list {
                Output.write(DisclosureText.list(original.parts))
                return
            }
            if let output, Folder.exists(output) { throw FileError("create", output, number: EEXIST) }
            let plan = try Closure.plan(choice, of: original)
            Output.say(DisclosureText.plan(plan, of: original))
            guard !preview, let output else { return }
            try write(plan, of: original, argument, to: output, by: officer ?? key.unlock())
        } catch let error as DisclosureError {
            throw CommandError(.badInput, "\(argument.shown): \(error)")
        } catch let error as ReadingError {
            throw CommandError(
                .badInput, "\(argument.shown): \(SafeText.escaped("\(error)"))")
        }
    }

    private var choice: DisclosureChoice {
        var choice = DisclosureChoice(reason: reason.flatMap(WithholdingReason.init) ?? .other)
        choice.withheld = withhold
        choice.onlyPosts = only
        choice.redaction = redact.map {
            DisclosureChoice.Redaction(
                record: $0, rectangles: rectangle.compactMap(PictureRectangle.init), isBlurred: blur)
        }
        choice.why = why
        choice.keepsPage = keepPage
        choice.keepsAddresses = keepAddresses
        return choice
    }

    /// To look at an exhibit of the vault is an event; gives who looks, and nil for a file elsewhere.
    private func lookAt(_ argument: ExhibitArgument) throws -> OfficerIdentity? {
        guard let exhibit = argument.exhibit else { return nil }
        let (officer, opening) = try key.unlock(toRead: [argument])
        try exhibit.vault.require(.disclose, of: officer)
        try argument.note(.viewed, why: why ?? "to disclose a part of it", by: officer)
        try argument.open(with: opening)
        return officer
    }

    private func write(
        _ plan: DisclosurePlan, of original: Original, _ argument: ExhibitArgument, to output: String,
        by officer: OfficerIdentity
    ) throws {
        let events = DisclosureEvents(
            why: why ?? choice.reason.words, to: to, officer: officer, vault: place.vault)
        // Without the event nothing of an exhibit is given.
        try events.withheld(argument)
        let derivation = try DerivedBundleWriter.write(
            plan, of: original, why: why, to: output, by: officer, clock: .system
        ) { try time.material(over: $0, by: officer) }
        // A part that does not verify is worth nothing, and says that the original does not.
        let verdict = try BundleVerifier.verify(path: output, options: VerifyOptions(anchors: TrustAnchors()))
        guard verdict.kind == nil else {
            try Folder.remove(output)
            throw CommandError(
                .badInput,
                "\(argument.shown): is not as sealed, so no part of it can be disclosed; see: exhibit verify"
            )
        }
        let digest = try FileDigest.sha256(of: output)
        try events.disclosed(output, digest: digest, of: derivation.original, from: argument)
        Output.write(
            "in part withheld: \(derivation.words)\n  \(SafeText.escaped(output, limit: 4096))\n  SHA-256 \(digest.hex)\n"
        )
    }
}
