import Archive
import Bytes
import Evidence
public import Files
import Glibc
import Hashing
import Synchronization
import Threads

/// Verifies one file: every rule of the format, in constant memory, on two threads.
public enum BundleVerifier {
    /// Verifies the file at a path. `progress` is called now and then, from another thread, with bytes done and bytes in all.
    ///
    /// Throws only when the file cannot be read; that a bundle is not as sealed is a verdict, never an error.
    public static func verify(
        path: String, options: VerifyOptions, progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws(FileError) -> Verdict {
        let source = FileSource(try OpenFile.reading(path))
        do {
            return try verify(source, options: options, progress: progress)
        } catch let error as FileError {
            throw error
        } catch {
            // The file changed or broke while it was read.
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
        let container: ContainerReader
        do {
            container = try ContainerReader(source)
        } catch let error as ContainerError {
            try report(error, source, log)
            return Verdict.decide(log.findings, subject: subject)
        }
        guard try isOurs(container, source) else {
            log.add(notOurs)
            return Verdict.decide(log.findings, subject: subject)
        }
        let layout = BundleLayout(container.entries, log: log)
        let bundle = OpenBundle(source, entries: container.entries, layout: layout)
        guard let check = try StatementCheck.run(bundle, options: options, log: log, subject: &subject) else {
            return Verdict.decide(log.findings, subject: subject)
        }
        try checkContents(
            bundle, check.statement, options: options, log: log, subject: &subject, progress: progress)
        try check.checkSigner(options, log: log, subject: &subject)
        if check.signature.hasTimestamps {
            log.add(
                Finding(
                    "time.token-not-checked", .caveat, .time, at: BundlePath.signature,
                    "this version does not check timestamp tokens; the verdict is given as if there were none"
                ))
        }
        log.add(
            Finding(
                "time.claimed-only", options.requireTime ? .unanchored : .caveat, .time,
                options.requireTime
                    ? "Nothing in this file has changed since it was sealed. When that was is not shown: there is no timestamp by an authority, and one was asked for."
                    : "time: claimed only; the times are those of the capturing machine's clock, and no timestamp authority confirms them"
            ))
        return Verdict.decide(log.findings, subject: subject)
    }

    /// Digests of files on a thread of their own, records beside them.
    private static func checkContents<Source: ByteSource>(
        _ bundle: OpenBundle<Source>, _ statement: CaptureStatement, options: VerifyOptions, log: FindingLog,
        subject: inout Verdict.Subject, progress: (@Sendable (Int, Int) -> Void)?
    ) throws {
        let digests = FileDigests()
        let failed = Mutex(false)
        let total = bundle.entries.last?.end ?? 0
        let box = SharedBox(failed)
        let thread = try BlockingThread.start {
            do {
                let done = Mutex(0)
                try digests.read(bundle.entries, of: bundle.source, log: log) { count in
                    let sum = done.withLock { done in
                        done += count
                        return done
                    }
                    progress?(sum, total)
                }
            } catch {
                box.value.withLock { $0 = true }
            }
        }
        let lineKey = try SecureRandom.bytes(16)
        var records = try RecordsCheck(bundle, statement, quick: options.quick, lineKey: lineKey, log: log)
        do {
            try records.run { _ in }
        } catch {
            thread.join()
            throw error
        }
        thread.join()
        if box.value.withLock({ $0 }) { throw UnreadableFile() }
        for (file, digest, line) in records.wholeFiles where digests.digest(file) != digest {
            log.fail(
                "records.digest", .altered, .records, at: "\(BundlePath.records) line \(line)",
                "the record is not the one that was sealed: its digest is another")
        }
        if case .recovered(let recovery) = statement.sealing, let head = recovery.journalled?.head,
            records.journalRoot != head.root
        {
            log.fail(
                "recovery.root", .altered, .records,
                "the journal's checkpoint is not the root of the first \(head.count) records")
        }
        try FilesCheck.run(bundle, statement, digests: digests, log: log)
        try PackageCheck.run(bundle, statement, digests: digests, log: log)
        if !options.quick {
            try IndexCheck.run(bundle, expected: records.index, lineKey: lineKey, log: log)
            try PagesCheck.run(bundle, pages: records.pages, log: log)
        } else {
            log.add(
                Finding(
                    "quick", .caveat, .records,
                    "only a quick check was made: container, signatures, digests of members"))
        }
        try EvidenceFilesCheck.run(bundle, statement, log: log, subject: &subject)
    }

    /// Whether a readable container is meant to be a bundle of this format; taking the signature away does not change that.
    private static func isOurs(_ container: ContainerReader, _ source: some ByteSource) throws -> Bool {
        if container.entries.contains(where: { $0.name.hasPrefix("evidence/") }) { return true }
        guard let package = container.entries.first(where: { $0.name == BundlePath.dataPackage }) else {
            return false
        }
        let start = try source.read(at: package.offset, count: min(package.bytes, 4096))
        return String(decoding: start, as: UTF8.self).contains("\"software\":\"exhibit\"")
    }

    private static let notOurs = Finding(
        "container.foreign", .foreign, .container,
        "This file is not a bundle made by exhibit; nothing was checked.")

    /// A container that cannot be read: ours, and then not as sealed, or some other file.
    private static func report(_ error: ContainerError, _ source: some ByteSource, _ log: FindingLog) throws {
        let size = try source.size()
        let start = try source.read(at: 0, count: min(size, 64))
        // The directory of a bundle names its evidence files, wherever the file was hurt.
        let tail = try source.read(at: max(0, size - (1 << 20)), count: min(size, 1 << 20))
        let isOurs =
            BundleLayout.beginsAsBundle(start)
            || String(decoding: tail, as: UTF8.self).contains("evidence/statement.p7s")
        guard isOurs else { return log.add(notOurs) }
        if error.code == .truncated {
            log.fail(
                "container.incomplete", .damaged, .container, at: "byte \(error.offset)",
                "This copy is incomplete: its end is missing, as when a transfer breaks; ask for it again.")
        } else {
            log.fail(error.code.rawValue, .malformed, .container, at: "byte \(error.offset)", error.rule)
        }
    }
}

/// A value that two threads share.
private final class SharedBox: Sendable {
    let value: Mutex<Bool>
    init(_ value: consuming Mutex<Bool>) { self.value = value }
}
