import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Evidence
import Files
import Glibc
import Handover
import Hashing
import SealedParts
import Sealing
import Storage
import Verifier
import VerifyCommand

/// `exhibit handover FILE… -o …`: makes a handover.
struct HandoverMake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Make a handover of bundles (what the command does when no other is named).",
        discussion: """
            Writes a BagIt bag, a folder or a ZIP file, that holds the bundles, the timestamps beside them, the transcripts of \
            their custody, reports of a check made now, a page that checks them in a browser, how to check them by hand, \
            certificates to compare, and a schedule; you sign the list of it all. A bundle that is not as sealed is not handed over. The custody log notes each bundle \
            as handed over. With --encrypt-to the whole bag is encrypted, and the recipient opens it with: exhibit open
            """)

    @Argument(
        help: ArgumentHelp("Bundles, or exhibits of the vault by their references.", valueName: "EXHIBIT"))
    var files: [String]
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder to make, or the ZIP file.", valueName: "DIR|FILE.zip"))
    var output: String
    @Option(help: ArgumentHelp("Who gets it: name and office.", valueName: "TEXT")) var to: String
    @Option(help: ArgumentHelp("Why.", valueName: "TEXT")) var reason: String?
    @Option(
        help: ArgumentHelp(
            "Encrypt the bag to the holder of this certificate, in PEM, as a folder of parts. Repeatable.",
            valueName: "CERT"))
    var encryptTo: [String] = []
    @Option(
        help: ArgumentHelp(
            "Sensitive material that is not handed over, and why, for the prosecutor alone: \"WHAT: WHY\". Makes a second schedule. Repeatable.",
            valueName: "TEXT"))
    var sensitive: [String] = []
    @Flag(inversion: .prefixedNo, help: "Put in the transcripts of the custody log of this machine.")
    var transcript = true
    @Option(
        help: ArgumentHelp(
            "The zone of local times on the pages (default: this machine's).", valueName: "NAME"))
    var zone: String?
    @OptionGroup var contentsShown: SensitiveContent
    @OptionGroup var place: VaultOptions
    @OptionGroup(title: "What the report trusts") var trusted: TrustOptions
    @OptionGroup(title: "Key") var key: KeyOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError("name at least one bundle") }
        if to.isEmpty { throw ValidationError("--to: say who gets it") }
        if !encryptTo.isEmpty, isArchive {
            throw ValidationError("an encrypted handover is a folder: -o DIR")
        }
    }

    private var isArchive: Bool { output.hasSuffix(".zip") }

    func run() throws {
        let certificates = try RecipientOptions.certificates(encryptTo, option: "--encrypt-to")
        guard !Folder.exists(output) else { throw FileError("create", output, number: EEXIST) }
        let clock = try zone.map { try LocalZone.named($0) } ?? LocalZone.machine
        let register = try CustodyLog.open(vault: place.vault)
        // A log that takes no event is found before a bag is made.
        try register.checkHome()
        let arguments = try files.map { try ExhibitArgument.resolve($0, vault: place.vault) }
        let (officer, opening) = try key.unlock(toRead: arguments)
        for argument in arguments { try argument.open(with: opening) }
        let bundles = try arguments.map {
            try HandoverSource.open($0, anchors: trusted.anchors(), by: officer)
        }
        let now = SealingClock.system.now()
        let contents = try HandoverContents(
            bundles, register: transcript ? register : nil, giver: officer.certificate,
            heldBack: sensitive,
            pages: HandoverPages(made: now.wholeSeconds, clock: clock, sensitive: contentsShown))
        let bag = try HandoverBag(
            to: to, reason: reason, log: contents.log, bundles: contents.bundles, items: contents.items)
        let (made, words) = try write(bag, to: certificates, by: officer, at: now)
        do {
            try note(made, by: officer, at: now, in: register)
        } catch {
            // What the log does not have is not given; that it failed matters more than what could not be removed after it.
            try? Folder.removeTree(output)
            throw CommandError(
                .io,
                "the custody log could not be written, and the handover was removed again: \(SafeText.escaped("\(error)", limit: 400))"
            )
        }
        for bundle in bundles where !contents.hasTranscript(bundle) && transcript {
            Output.say(
                "\(bundle.shown): the custody log of this machine knows nothing of it, so there is no transcript"
            )
        }
        Output.write(
            words + """
                \(SafeText.escaped(output, limit: 4096))
                  \(Counted.text(made.statement.bundles.count, "bundle")) for \(SafeText.escaped(to))
                  handover \(made.statement.handover.urn), signed list \(made.digest.text)

                """)
    }

    /// Gives what was made, and what is said of its encryption.
    private func write(
        _ bag: HandoverBag, to certificates: [Certificate], by officer: OfficerIdentity, at now: Timestamp
    ) throws -> (HandoverBag.Made, words: String) {
        if !certificates.isEmpty { return try encrypted(bag, to: certificates, by: officer, at: now) }
        return isArchive
            ? (try bag.write(toArchive: output, by: officer, at: now), "")
            : (try bag.write(toFolder: output, by: officer, at: now), "")
    }

    /// A bag that lies nowhere in the clear: its ZIP file has no name, and is gone when the process is.
    private func encrypted(
        _ bag: HandoverBag, to certificates: [Certificate], by officer: OfficerIdentity, at now: Timestamp
    ) throws -> (HandoverBag.Made, words: String) {
        let plain = try OpenFile.nameless(in: Folder.of(output))
        let made = try bag.write(toArchive: plain, by: officer, at: now)
        let list = try SealedParts.encrypt(
            plain, named: "handover-\(made.statement.handover.text.prefix(8)).zip", bundle: nil,
            to: certificates, by: officer, into: output, at: now)
        return (made, RecipientOptions.report(list, folder: output))
    }

    private func note(
        _ made: HandoverBag.Made, by officer: OfficerIdentity, at now: Timestamp, in register: CustodyRegister
    ) throws {
        for bundle in made.statement.bundles {
            var details = [
                JSONMember("to", .string(to)), JSONMember("handover", .string(made.statement.handover.urn)),
                JSONMember("statement", .string(made.digest.text)), JSONMember("file", .string(bundle.name)),
                JSONMember("digest", .string(bundle.digest.text)),
            ]
            if let reason { details.append(JSONMember("why", .string(reason))) }
            try register.record(.handedOver, bundle: bundle.bundle, details: details, by: officer, at: now)
        }
    }
}
