import ArgumentParser
import Bytes
import Capture
import CustodyEvents
import Evidence
import Files
import Hashing
import Messages
import Sealing
import Storage
import Synchronization
import Threads
import Vault
import VerifyCommand

/// Captures one address after the other, tells how it goes, and ends with the status of the worst.
struct CaptureSession {
    let officer: OfficerIdentity
    /// Whether the names of the bundles were made from time and address, so that a taken one may be made another.
    let namesAreOurs: Bool
    /// Takes the bundles into the vault; nil when they stay where they are written.
    var intake: VaultIntake?

    /// `done` is told of each bundle, and where it is, when its outcome has been printed.
    func run(
        _ requests: [CaptureRequest], done: (Int, CaptureReport, String) throws -> Void = { _, _, _ in }
    ) throws {
        let control = CaptureControl()
        try Interruption.watch(control)
        let browser = try CaptureBrowser(captures: requests.count, clock: .system)
        defer { browser.close() }
        var worst = ExitStatus.success
        for (place, request) in requests.enumerated() where !control.isStopped {
            if requests.count > 1 {
                Output.say("(\(place + 1) of \(requests.count)) \(SafeText.escaped(request.target))")
            }
            let report = try capture(request, control, browser)
            let path = try Self.tell(report, by: officer, intake)
            defer { intake?.encrypt(path, by: officer) }
            try done(place, report, path)
            let status = Self.status(report.facts.outcome.kind)
            if status.rawValue > worst.rawValue { worst = status }
        }
        if intake?.hasFailed == true { worst = .io }
        if control.isStopped { worst = .interrupted }
        guard worst == .success else { throw worst.code }
    }

    /// Prints what became of one capture, and ends with its status.
    static func conclude(_ report: CaptureReport, by officer: OfficerIdentity, _ intake: VaultIntake?) throws
    {
        let place = try tell(report, by: officer, intake)
        intake?.encrypt(place, by: officer)
        let status = intake?.hasFailed == true ? .io : status(report.facts.outcome.kind)
        guard status == .success else { throw status.code }
    }

    /// Captures on a thread of our own, since it blocks.
    private func capture(
        _ request: CaptureRequest, _ control: CaptureControl, _ browser: CaptureBrowser
    ) throws -> CaptureReport {
        var request = request
        if namesAreOurs { request.path = Self.freeName(request.path) }
        let asked = request
        Interruption.writes(BundleWriter.partialPath(request.path))
        defer { Interruption.writes(nil) }
        let officer = officer
        let line = StatusLine()
        let result = Mutex<Result<CaptureReport, any Error>?>(nil)
        try BlockingThread.run {
            let outcome = Result {
                try CaptureRun(
                    asked, by: officer, clock: .system, control: control, browser: browser,
                    custody: CustodyLog.captures(by: officer, vault: intake?.folder.path),
                    warn: { text in
                        line.clear()
                        Output.say(text)
                    }
                ) { line.show($0) }.run()
            }
            result.withLock { $0 = outcome }
        }
        line.clear()
        guard let outcome = result.withLock({ $0 }) else { throw ExitStatus.software.code }
        return try outcome.get()
    }

    /// A name that was made from time and address, and is taken, gets a number.
    private static func freeName(_ path: String) -> String {
        guard path.hasSuffix(".wacz"), isTaken(path) else { return path }
        let stem = path.dropLast(5)
        return (2...999).lazy.map { "\(stem)-\($0).wacz" }.first { !isTaken($0) } ?? path
    }

    private static func isTaken(_ path: String) -> Bool {
        Folder.exists(path) || Folder.exists(BundleWriter.partialPath(path))
    }

    /// Gives where the bundle is now.
    private static func tell(
        _ report: CaptureReport, by officer: OfficerIdentity, _ intake: VaultIntake?
    ) throws -> String {
        let facts = report.facts
        let digest = try FileDigest.sha256(of: report.path)
        CustodyLog.note(.sealed, report.path, digest: digest, by: officer, vault: intake?.folder.path)
        let place = intake?.take(report.path, digest: digest, by: officer) ?? (path: report.path, name: nil)
        var lines = ["\(facts.outcome.words): \(SafeText.escaped(facts.outcome.reason))"]
        lines.append("  \(SafeText.escaped(facts.target))")
        if let final = facts.final, let asked = HTTPAddress(facts.target)?.text, final != asked,
            HTTPAddress(final)?.text != asked
        {
            lines.append("  led to \(SafeText.escaped(final, limit: 400))")
        }
        if let title = facts.title, !title.isEmpty { lines.append("  \(SafeText.escaped(title))") }
        lines += facts.reached.prefix(10).map { "  note: \(SafeText.escaped($0))" }
        lines += report.tokens.map(TimestampOptions.line)
        lines += facts.caveats.prefix(20).map { "  caveat: \(SafeText.escaped($0.text, limit: 400))" }
        lines.append(
            "  \(Counted.text(facts.exchanges, "answer")), \(Counted.text(facts.connections, "connection"))")
        if let name = place.name { lines.append("  exhibit \(SafeText.escaped(name))") }
        lines.append("  \(place.path)")
        lines.append("  SHA-256 \(digest.hex)")
        Output.write(lines.joined(separator: "\n") + "\n")
        return place.path
    }

    private static func status(_ kind: CaptureOutcome.Kind) -> ExitStatus {
        switch kind {
        case .captured, .loaded: .success
        case .partial: .partial
        case .gone: .gone
        case .loginWall: .loginWall
        case .blocked: .blocked
        case .rateLimited: .rateLimited
        case .failed: .failed
        }
    }
}
