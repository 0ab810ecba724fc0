import ArgumentParser
import Bytes
import CustodyEvents
import Evidence
import Files
import Hashing
import Reading
import Reporting
import Sealing
import Storage
import Synchronization
import Threads
import Verifier
import VerifyCommand

/// `exhibit report`: what parties read and sign, as pages.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write reports: verification, sheet, statement, schedule, continuity, reliability.",
        discussion: """
            Each report is one HTML file that needs no other file, holds no script, and prints on A4; with --pdf it is \
            written as PDF besides, which needs Chromium. verification, sheet, statement and reliability are of each \
            bundle; schedule and continuity are over all of them. schedule is two pages, each with a table of comma-separated \
            values: schedule, and schedule-sensitive, which is for the prosecutor alone. Screenshots that a \
            report or a tag marks as of a person under 18 or intimate are left out, and what was posted there, unless \
            --show-sensitive is given. Exhibits of the vault can be named by reference, as \
            SJ/1; that they were looked at is noted in the custody log, which needs your key. Status 0: written, whatever \
            the verdict.
            """)

    @Argument(help: ArgumentHelp("Bundles, or exhibits as SJ/1.", valueName: "FILE.wacz")) var files:
        [String] = []
    @Option(
        help:
            "verification, sheet, statement, schedule, continuity, reliability or all; repeatable (default: verification)."
    )
    var kind: [ReportKind] = []
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A folder that is there or is made; or, for one report, the file to write. Names must be free.",
            valueName: "DIR|FILE.html"))
    var output: String?
    @Option(
        help: ArgumentHelp(
            "Write the page that checks bundles in a browser, alone or besides; the name must be free.",
            valueName: "FILE.html"))
    var verifyPage: String?
    @Flag(help: "Write each report as PDF besides.") var pdf = false
    @Option(
        help: ArgumentHelp(
            "The exhibit reference of each file, in the order of the files.", valueName: "SJ/1"))
    var ref: [String] = []
    @Option(help: ArgumentHelp("The witness, where it is not the signer.", valueName: "NAME"))
    var witness: String?
    @Option(help: ArgumentHelp("Rank and number of the witness.", valueName: "TEXT")) var rank: String?
    @Option(help: ArgumentHelp("A file that is sensitive, and why. Repeatable.", valueName: "FILE.wacz=WHY"))
    var sensitive: [String] = []
    @Option(help: ArgumentHelp("The zone of local times.", valueName: "NAME")) var zone = "Europe/London"
    @OptionGroup var contents: SensitiveContent
    @OptionGroup(title: "Trust") var trusted: TrustOptions
    @OptionGroup(title: "Exhibits of the vault") var access: AccessOptions

    private var kinds: [ReportKind] {
        if kind.contains(.all) { return ReportKind.allCases.filter { $0 != .all } }
        return kind.isEmpty ? [.verification] : ReportKind.allCases.filter(kind.contains)
    }

    func validate() throws {
        if files.isEmpty, verifyPage == nil {
            throw ValidationError("Missing expected argument '<FILE.wacz> ...'")
        }
        if !files.isEmpty, output == nil {
            throw ValidationError("Missing expected argument '--output <DIR|FILE.html>'")
        }
        if ref.count > files.count { throw ValidationError("--ref: there are more references than files") }
        for text in sensitive where !files.contains(where: { text.hasPrefix($0 + "=") }) {
            throw ValidationError("--sensitive: must be one of the files, =, and why: \(text)")
        }
    }

    func run() throws {
        if let verifyPage {
            try WholeFile.create(verifyPage, VerifyPage.bytes, mode: 0o644)
            Output.write("\(SafeText.escaped(verifyPage, limit: 4096))\n  SHA-256 \(VerifyPage.digest.hex)\n")
        }
        guard let output else { return }
        let clock = try LocalZone.named(zone)
        let made = SealingClock.system.now().wholeSeconds
        let destination = try ReportDestination(
            output, isOne: kinds.count == 1 && (files.count == 1 || !kinds[0].isOfEach))
        let written = try write(destination, made: made, clock: clock)
        if pdf { try print(written) }
        for path in written + (pdf ? written.map(ReportPrinter.path) : []) {
            Output.write(SafeText.escaped(path, limit: 4096) + "\n")
        }
    }

    private func print(_ pages: [String]) throws {
        let failure = Mutex<(any Error)?>(nil)
        try BlockingThread.run {
            do {
                try ReportPrinter.print(pages)
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// Gives the pages' paths.
    private func write(_ destination: ReportDestination, made: Timestamp, clock: WallClock) throws -> [String]
    {
        var written: [String] = []
        let anchors = try trusted.anchors()
        var sources: [ReportSource] = []
        for (place, argument) in try access.read(files, .viewed).enumerated() {
            let file = files[place]
            sources.append(
                ReportSource(
                    argument, reference: ref.indices.contains(place) ? ref[place] : nil,
                    sensitivity: sensitive.first { $0.hasPrefix(file + "=") }.map {
                        String($0.dropFirst(file.count + 1))
                    }, contents: contents, vault: access.place.vault))
        }
        for kind in kinds where kind.isOfEach {
            for source in sources {
                let html = try page(kind, source, anchors, made: made, clock: clock)
                written.append(try destination.write(html, kind: kind, of: source.baseName))
            }
        }
        if kinds.contains(.schedule) {
            let schedules = DisclosureSchedules(try sources.map { try $0.item() }, made: made)
            for kind in DisclosureSchedules.Kind.allCases {
                let page = try destination.write(
                    schedules.html(kind), kind: .schedule, of: nil,
                    also: kind == .sensitive ? "sensitive" : nil)
                try destination.write(schedules.commaSeparated(kind), beside: page, ending: ".csv")
                written.append(page)
            }
        }
        if kinds.contains(.continuity) {
            let page = Continuity(try sources.map { try $0.events() }, made: made, clock: clock)
            written.append(try destination.write(page.html, kind: .continuity, of: nil))
        }
        return written
    }

    private func page(
        _ kind: ReportKind, _ source: ReportSource, _ anchors: TrustAnchors, made: Timestamp, clock: WallClock
    ) throws -> String {
        switch kind {
        case .sheet:
            return SheetHTML.page(
                ExhibitSheet(
                    fileName: source.name, verdict: try source.verdict(anchors, quick: true, now: made),
                    summary: try source.shownBundle().summary, made: made, clock: clock))
        case .statement:
            var witness = StatementDraft.Witness()
            witness.name = self.witness
            witness.rank = rank
            witness.exhibitReference = source.reference
            return StatementDraft(
                try source.shownBundle(), witness: witness, made: made, clock: clock
            ).html
        case .reliability:
            return ReliabilityCertificate(
                try source.bundle(), made: made, clock: clock
            ).html
        default:
            return VerificationReport(
                fileName: source.name, verdict: try source.verdict(anchors, quick: false, now: made),
                digest: try? FileDigest.sha256(of: source.path), made: made, clock: clock
            ).html
        }
    }
}
