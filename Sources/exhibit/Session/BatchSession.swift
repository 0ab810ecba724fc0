import Bytes
import Capture
import Casework
import CustodyEvents
import Evidence
import Files
import Hashing
import Intake
import Reporting
import Sealing
import Storage
import Synchronization
import Threads
import Vault
import VerifyCommand

/// Captures the posts of reports, shows how it goes, and ends with a table of what became of each report.
struct BatchSession {
    let options: BatchOptions
    let how: CaptureOptions
    let officer: OfficerIdentity
    /// Where bundles go without a vault, and the summary.
    let folder: String
    let intake: VaultIntake?
    let request: @Sendable (String, String) throws -> CaptureRequest

    func run() throws {
        let store = try options.store.open()
        let references = try references(store)
        try store.enqueue(references)
        let reports = try references.compactMap { try store.report($0) }
        let keys = Set(reports.flatMap { $0.addresses.map(\.key) })
        let control = CaptureControl()
        try Interruption.watch(control)
        let board = BatchBoard(total: keys.count, done: try store.captures(keys).count { $0.state == .done })
        var settings = CaptureBatch.Settings(queueFolder: try options.store.path() + ".queue")
        settings.workers = options.jobs
        settings.pauseSeconds = how.isOnThisMachine ? 0 : options.delay
        settings.folder = intake?.folder.incoming ?? folder
        try start(store, keys, settings, control, board)
        board.end()
        try conclude(store, reports, wasStopped: control.isStopped)
    }

    /// The reports of the list, taken in, or those that are named.
    private func references(_ store: ReportStore) throws -> [String] {
        for reference in options.report where try store.report(reference) == nil {
            throw CommandError(
                .noInput, "there is no report \(SafeText.escaped(reference)); see: exhibit reports list")
        }
        guard let from = options.from else { return options.report }
        let list = try ReportFile.read(from, map: options.map)
        ReportFile.tell(list)
        let added = try store.add(list.reports, at: SealingClock.system.now())
        Output.say(
            "\(Counted.text(list.reports.count, "report")), \(added.new) of them new")
        for reference in added.different {
            Output.say(
                "\(SafeText.escaped(reference)): is here with other contents, which were left as they are")
        }
        return options.report + list.reports.map(\.reference)
    }

    /// Runs on a thread of our own, since captures block.
    private func start(
        _ store: ReportStore, _ keys: Set<String>, _ settings: CaptureBatch.Settings,
        _ control: CaptureControl,
        _ board: BatchBoard
    ) throws {
        let result = Mutex<Result<Void, any Error>>(.success(()))
        let officer = officer
        let request = request
        let intake = intake
        try BlockingThread.run {
            let outcome = Result {
                try CaptureBatch(
                    store, keys: keys, settings: settings, by: officer, control: control,
                    custody: CustodyLog.captures(by: officer, vault: intake?.folder.path), request: request,
                    tell: { event in
                        board.take(event)
                        Self.note(event, by: officer, store, intake)
                    }
                ).run()
            }
            result.withLock { $0 = outcome }
        }
        do {
            try result.withLock { $0 }.get()
        } catch let error as CaptureBatch.Busy {
            throw CommandError(.unavailable, error.description)
        }
    }

    private static func note(
        _ event: BatchEvent, by officer: OfficerIdentity, _ store: ReportStore, _ intake: VaultIntake?
    ) {
        guard case .ended(_, let capture, let ending, _) = event, let path = capture.path,
            let digest = SHA256Digest(text: "sha256:" + ending.digest)
        else { return }
        CustodyLog.note(.sealed, path, digest: digest, by: officer, vault: intake?.folder.path)
        guard let intake else { return }
        let place = intake.take(path, digest: digest, by: officer)
        intake.encrypt(place.path, by: officer)
        do {
            try store.moved(path, to: place.path)
        } catch {
            Output.say(
                "the reports do not know where the bundle is: \(SafeText.escaped("\(error)", limit: 400))")
        }
    }

    private func conclude(_ store: ReportStore, _ reports: [Report], wasStopped: Bool) throws {
        var rows = [["reference", "address", "outcome", "reason", "bundle", "sha256"]]
        var isAllThere = true
        for report in reports {
            if report.addresses.isEmpty {
                rows.append([report.reference, "", "nothing to capture", "the report has no address", "", ""])
                isAllThere = false
            }
            let captures = try store.captures(Set(report.addresses.map(\.key)))
            for address in report.addresses {
                let capture = captures.first { $0.key == address.key }
                let outcome = capture.flatMap { $0.state == .done ? $0.outcome : nil } ?? "not yet"
                isAllThere = isAllThere && ["captured", "gone"].contains(outcome)
                rows.append([
                    report.reference, address.original.filter { !$0.isWhitespace }, outcome,
                    capture?.reason ?? "",
                    outcome == "not yet" ? "" : capture?.path ?? "", capture?.digest ?? "",
                ])
            }
        }
        let path = try summaryPath()
        try WholeFile.create(path, Array(rows.map(CommaSeparated.line).joined().utf8), mode: 0o644)
        Output.write(Self.summary(rows))
        Output.write("\(SafeText.escaped(path, limit: 4096))\n")
        if intake?.hasFailed == true, !wasStopped { throw ExitStatus.io.code }
        if wasStopped { throw ExitStatus.interrupted.code }
        guard isAllThere else { throw ExitStatus.partial.code }
    }

    /// How often each outcome was met, and the reports that need a person.
    private static func summary(_ rows: [[String]]) -> String {
        var counts: [String: Int] = [:]
        for row in rows.dropFirst() { counts[row[2], default: 0] += 1 }
        var text =
            counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
            .map { "\($0.value) \($0.key)" }.joined(separator: ", ") + "\n"
        let open = rows.dropFirst().filter { !["captured", "gone"].contains($0[2]) }
        if !open.isEmpty {
            text += TableText.columns(
                open.prefix(100).map { [$0[0], $0[2], $0[1], $0[3]].map { SafeText.escaped($0, limit: 80) } })
        }
        if open.count > 100 { text += "and \(open.count - 100) more, in the file\n" }
        return text
    }

    private func summaryPath() throws -> String {
        let time = SealingClock.system.now().wholeSeconds.text.filter { $0 != ":" && $0 != "-" }
        let stem = "\(folder)/captures-\(time)"
        return (1...999).lazy.map { $0 == 1 ? "\(stem).csv" : "\(stem)-\($0).csv" }.first {
            !Folder.exists($0)
        }
            ?? "\(stem).csv"
    }
}
