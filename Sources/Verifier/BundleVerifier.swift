import Archive
import Bytes
import Evidence
import Files
import Glibc
import Hashing
import Synchronization
import Threads

/// Verifies one file: every rule of the format, in constant memory, on two threads.
public enum BundleVerifier {
    /// A smaller file is done before a second thread would have begun.
    private static let smallFileBytes = 1 << 20

    /// Verifies the file at a path. `progress` is called now and then, from another thread, with bytes done and bytes in all.
    ///
    /// That a bundle is not as sealed is a verdict, never an error. Throws `FileError` when the file cannot be read, and
    /// anything else when the machine fails: no memory, no thread.
    public static func verify(
        path: String, options: VerifyOptions, progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws -> Verdict {
        let source = FileSource(try OpenFile.reading(path))
        do {
            return try verify(source, options: options, progress: progress)
        } catch is UnreadableFile {
            // It became shorter while it was read.
            throw FileError("read the whole of", path, number: EIO)
        }
    }

    /// Verifies bytes in memory.
    public static func verify(bytes: [UInt8], options: VerifyOptions) throws -> Verdict {
        try verify(MemorySource(bytes), options: options, progress: nil)
    }

    private static func verify<Source: ByteSource>(
        _ source: Source, options: VerifyOptions, progress: (@Sendable (Int, Int) -> Void)?
    ) throws -> Verdict {
        let log = FindingLog()
        var subject = Verdict.Subject()
        guard try ForeignFile.isOurs(source) else {
            log.add(ForeignFile.finding)
            return Verdict.decide(log.findings, subject: subject)
        }
        let container: ContainerReader
        do {
            container = try ContainerReader(source)
        } catch let error as ContainerError {
            ForeignFile.report(error, log)
            return Verdict.decide(log.findings, subject: subject)
        }
        let layout = BundleLayout(container.entries, log: log)
        let bundle = OpenBundle(source, entries: container.entries, layout: layout)
        guard let check = try StatementCheck.run(bundle, options: options, log: log, subject: &subject) else {
            return Verdict.decide(log.findings, subject: subject)
        }
        let derived =
            bundle.isDerived
            ? try DerivationCheck.run(bundle, of: check, options: options, log: log, subject: &subject) : nil
        guard bundle.isDerived == (derived != nil) else {
            return Verdict.decide(log.findings, subject: subject)
        }
        // The version is known now, and with it what a failure means.
        let isDone = { options.stopsAtFailure && log.hasFailure }
        guard !isDone() else { return Verdict.decide(log.findings, subject: subject) }
        let contents = try checkContents(
            bundle, check.statement, derived?.derivation, options: options, isDone: isDone, log: log,
            progress: progress)
        subject.facts = contents?.facts
        guard !isDone() else { return Verdict.decide(log.findings, subject: subject) }
        var times = TimestampsCheck(bundle, check, derived, options: options, log: log)
        let time = try times.run()
        subject.times = times.shown
        if var origin = contents?.origin {
            subject.origin = origin.finish(bracket: times.shown.first { $0.subject == .bracket })
        }
        subject.anchor = try SignerCheck(check, options, log).run(at: time)
        if let derived {
            var times = TimestampsCheck(
                bundle, check, derived, isOfDerivation: true, options: options, log: log)
            let time = try times.run()
            subject.times += times.shown
            subject.derivation?.anchor = try SignerCheck(derived, options, log).run(at: time)
        }
        return Verdict.decide(log.findings, subject: subject)
    }

    /// Everything that the statement binds; gives what `capture.json` tells, and what the connections show.
    private static func checkContents<Source: ByteSource>(
        _ bundle: OpenBundle<Source>, _ statement: CaptureStatement, _ derivation: Derivation?,
        options: VerifyOptions, isDone: () -> Bool, log: FindingLog, progress: (@Sendable (Int, Int) -> Void)?
    ) throws -> (facts: CaptureFacts?, origin: OriginCheck?)? {
        let quick = options.quick
        let setKey = try SecureRandom.bytes(16)
        let digests = FileDigests()
        let counter = ProgressCounter(total: bundle.entries.last?.end ?? 0, report: progress)
        // After a quick check nobody asks for the digest of an archive file: its members are digested one by one.
        let files = bundle.entries.filter { !quick || !$0.name.hasPrefix("archive/") }
        var records = try RecordsCheck(
            bundle, statement, derivation, quick: quick, digests: digests, anchors: options.anchors,
            setKey: setKey,
            log: log)
        try SideBySide.run(isWorthAThread: counter.total > smallFileBytes) {
            try digests.read(files, of: bundle.source, log: log) { counter.add($0) }
            try digests.readQueued(of: bundle.source, log: log) { counter.add($0) }
        } and: {
            if !isDone() { try records.run { counter.add($0) } }
            try digests.readQueued(of: bundle.source, log: log) { counter.add($0) }
        }
        guard !isDone() else { return nil }
        for (file, digest, place) in records.wholeFiles where digests.digest(file) != digest {
            log.fail(
                "records.digest", .altered, .records, at: place.text,
                "the record is not the one that was sealed: its digest is another")
        }
        try FilesCheck.run(bundle, statement, derivation, digests: digests, log: log)
        try PackageCheck.run(bundle, statement, derivation, digests: digests, quick: quick, log: log)
        try EvidenceFilesCheck(bundle: bundle, statement: statement, log: log).run(digests: digests)
        if quick {
            log.add(
                Finding(
                    "quick", .note, .records,
                    "a quick check was made, of the container, the signature, and the digest of every record and file; not looked at: what the records say of themselves, the plan, the index, the pages, and which servers signed"
                ))
        } else if !records.isComplete {
            log.add(
                Finding(
                    "records.incomplete", .note, .index,
                    "the index, the pages, the masks and the counts were not checked, since not every record could be read"
                ))
        } else {
            try IndexCheck.run(bundle, expected: records.index, setKey: setKey, digests: digests, log: log)
            try MasksCheck.run(bundle, masks: records.masks, setKey: setKey, log: log)
        }
        let check = CaptureCheck(
            statement: statement, plan: records.plan,
            counts: quick || !records.isComplete ? nil : records.counts, isPart: derivation != nil, log: log)
        return (try check.run(bundle), quick ? nil : records.origin)
    }
}

/// How far the reading is, counted on any thread.
private final class ProgressCounter: Sendable {
    let total: Int
    private let report: (@Sendable (Int, Int) -> Void)?
    private let done = Mutex(0)

    init(total: Int, report: (@Sendable (Int, Int) -> Void)?) {
        self.total = total
        self.report = report
    }

    func add(_ count: Int) {
        guard let report else { return }
        let sum = done.withLock { done in
            done += count
            return done
        }
        report(sum, total)
    }
}
