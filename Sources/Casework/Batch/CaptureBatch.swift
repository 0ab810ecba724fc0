import Bytes
public import Capture
import Evidence
import Files
import Hashing
public import Intake
import Reading
public import Sealing
import Storage
import Synchronization
import Threads

/// Captures the posts of many reports, several at once, from a queue that survives the death of the program.
///
/// Blocks the calling thread, which must be one of our own.
public struct CaptureBatch: Sendable {
    /// How a batch runs.
    public struct Settings: Sendable {
        /// Captures at once.
        public var workers = 2
        /// Seconds between two captures of one host; none for servers of this machine.
        public var pauseSeconds = 1.0
        /// How often a server that asks to come back later is asked.
        public var attempts = 3
        /// The folder of the bundles.
        public var folder = "."
        /// A folder that is locked while a batch runs on its queue.
        public let queueFolder: String

        public init(queueFolder: String) { self.queueFolder = queueFolder }
    }

    /// Another batch runs on the same queue.
    public struct Busy: Error, CustomStringConvertible {
        public let description = "another batch of captures is running; wait for it, or stop it"
    }

    /// The longest that a server's wish to be asked later is followed, in seconds.
    private static let longestWait = 3600
    private static let firstWait = 30
    /// Throw-away authorities that a browser knows; used in turn.
    private static let authorities = 64

    private let store: ReportStore
    private let keys: Set<String>
    private let settings: Settings
    private let officer: OfficerIdentity
    private let control: CaptureControl
    private let custody: CaptureCustody?
    /// Makes the request of an address and the name of its bundle.
    private let request: @Sendable (String, String) throws -> CaptureRequest
    private let tell: @Sendable (BatchEvent) -> Void
    private let pace: HostPace

    public init(
        _ store: ReportStore, keys: Set<String>, settings: Settings, by officer: OfficerIdentity,
        control: CaptureControl, custody: CaptureCustody? = nil,
        request: @escaping @Sendable (String, String) throws -> CaptureRequest,
        tell: @escaping @Sendable (BatchEvent) -> Void
    ) {
        self.store = store
        self.keys = keys
        self.settings = settings
        self.officer = officer
        self.control = control
        self.custody = custody
        self.request = request
        self.tell = tell
        pace = HostPace(pauseSeconds: settings.pauseSeconds)
    }

    /// Runs until nothing is due any more, or the batch is stopped. Throws what no single capture is to blame for.
    public func run() throws {
        let lock = settings.queueFolder
        if !Folder.exists(lock) { try Folder.create(lock) }
        guard let held = try FolderLock.take(lock) else { throw Busy() }
        defer { withExtendedLifetime(held) {} }
        try settleLeftovers()
        let failure = Mutex<(any Error)?>(nil)
        var threads: [BlockingThread] = []
        for worker in 1...max(1, settings.workers) {
            threads.append(
                try BlockingThread.start(stackBytes: 8 << 20) {
                    do { try work(worker) } catch {
                        failure.withLock { $0 = $0 ?? error }
                        control.stop()
                    }
                })
        }
        for thread in threads { thread.join() }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    // MARK: After a death

    /// A batch before this one died: what it sealed is done; what it had begun is laid aside, and due again.
    private func settleLeftovers() throws {
        for capture in try store.captures(keys) where capture.state == .running {
            guard let path = capture.path else { continue }
            if let facts = try? ReadableBundle(path: path).facts() {
                try store.finish(capture.key, try ending(facts, path), at: now)
            } else {
                try layAside(path)
                try store.putBack(capture.key, until: now)
            }
        }
    }

    /// What was captured before the program died is kept in `interrupted`, where `exhibit recover` can seal it.
    private func layAside(_ path: String) throws {
        let partial = BundleWriter.partialPath(path)
        let journal = BundleWriter.journalPath(path)
        guard Folder.exists(partial) || Folder.exists(journal) else { return }
        let folder = settings.folder + "/interrupted"
        if !Folder.exists(folder) { try Folder.createNew(folder) }
        var number = 1
        func place(_ path: String) -> String {
            "\(folder)/\(number)-\(Folder.name(of: path))"
        }
        while Folder.exists(place(partial)) || Folder.exists(place(journal)) { number += 1 }
        for file in [partial, journal] where Folder.exists(file) { try Folder.rename(file, to: place(file)) }
        tell(.warning("what was captured when the program ended is kept: \(place(partial))"))
    }

    // MARK: At work

    private func work(_ worker: Int) throws {
        let browser = try CaptureBrowser(captures: min(keys.count, Self.authorities), clock: .system)
        defer { browser.close() }
        while !control.isStopped {
            let claimed = try store.claim(
                among: keys, busyHosts: pace.busy, at: now, path: { try freePath($0, isTaken: $1) })
            if let claimed {
                try capture(claimed, worker, browser)
            } else {
                guard try store.isOneWaiting(among: keys) else { return }
                // Another is due later, or its host is left alone for a moment.
                Signal().wait(until: .after(.milliseconds(50)))
            }
        }
    }

    private func capture(_ capture: ReportStore.Capture, _ worker: Int, _ browser: CaptureBrowser) throws {
        tell(.began(worker: worker, capture))
        guard let path = capture.path else { return }
        pace.begin(capture.host)
        defer { pace.end(capture.host) }
        var asked = try request(capture.address, path)
        let reports = try store.reports(of: capture.key)
        let decided = try reports.map { ($0, try store.decision($0.reference)) }
        asked.stated[BundlePath.caseFile] = CaseFile.stated(decided)
        asked.stated[BundlePath.authority] = CaseFile.authority(reports)
        let report: CaptureReport
        do {
            report = try CaptureRun(
                asked, by: officer, clock: .system, control: control, browser: browser, custody: custody,
                warn: { tell(.warning($0)) }
            ) { tell(.step(worker: worker, $0)) }.run()
        } catch {
            // Without a browser or a disk no other capture could be made either.
            try store.putBack(capture.key, until: now)
            throw error
        }
        let ending = try ending(report.facts, report.path)
        if report.facts.outcome.kind == .rateLimited, capture.attempts < settings.attempts, !control.isStopped
        {
            let wait = min(
                Self.longestWait, report.retryAfterSeconds ?? Self.firstWait << (capture.attempts - 1))
            try store.putBack(capture.key, until: Timestamp(seconds: now.seconds + Int64(max(0, wait))))
            tell(.ended(worker: worker, capture, ending, again: wait))
        } else {
            try store.finish(capture.key, ending, at: now)
            tell(.ended(worker: worker, capture, ending, again: nil))
        }
    }

    private func ending(_ facts: CaptureFacts, _ path: String) throws -> ReportStore.Ending {
        ReportStore.Ending(
            outcome: facts.outcome.kind.rawValue, reason: facts.outcome.reason,
            digest: try ReadableBundle(path: path).digest().hex)
    }

    private var now: Timestamp { SealingClock.system.now() }

    /// A name from time and address that nothing else has, not even a bundle that another worker is about to begin.
    private func freePath(_ capture: ReportStore.Capture, isTaken: (String) throws -> Bool) throws -> String {
        let stem = settings.folder + "/" + BundleName.suggested(for: capture.address, at: now).dropLast(5)
        for number in 1...99_999 {
            let path = number == 1 ? "\(stem).wacz" : "\(stem)-\(number).wacz"
            let files = [path, BundleWriter.partialPath(path), BundleWriter.journalPath(path)]
            if try !isTaken(path), !files.contains(where: Folder.exists) { return path }
        }
        return stem + ".wacz"
    }
}
