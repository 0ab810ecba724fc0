import ArgumentParser
import Bytes
import Capture
import Evidence
import Reporting
import Vault
import Verifier
import VerifyCommand

/// `exhibit vault check`
struct VaultCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check every bundle of the vault against the custody log.",
        discussion: """
            Reads each file once, on all cores, and compares its digest with the one in the log. What is missing, changed, or \
            there without being in the log, is named; nothing is ever repaired. Named too, with no bearing on the status: sensitive \
            exhibits that are not encrypted, and what is being made in incoming or was left there. A check that was stopped goes \
            on where it was; one runs at a time. The log itself is checked by: exhibit custody verify. Status 0: all whole. \
            1: something is not. 75: stopped.
            """)

    @Option(
        help: ArgumentHelp("Look at this share of the bundles only, chosen by chance.", valueName: "PERCENT%")
    )
    var sample: String?
    @Flag(help: "Verify each bundle too, as exhibit verify does.") var deep = false
    @Flag(help: "Begin anew, whatever a check that was stopped had found.") var fresh = false
    @OptionGroup var place: VaultOptions
    @OptionGroup(title: "Trust, with --deep") var trusted: TrustOptions

    func validate() throws { _ = try share() }

    private func share() throws -> Double? {
        guard let sample else { return nil }
        let digits = sample.hasSuffix("%") ? String(sample.dropLast()) : sample
        guard digits.utf8.count <= 8, let percent = Double(digits), percent > 0, percent <= 100 else {
            throw ValidationError("--sample: must be like 5%, more than 0 and at most 100")
        }
        return percent / 100
    }

    func run() throws {
        guard let folder = try place.folder() else {
            throw CommandError(.noInput, "there is no vault yet; make one with: exhibit init")
        }
        var options = VaultCheck.Options()
        options.sample = try share()
        options.fresh = fresh
        if deep {
            let verifying = VerifyOptions(anchors: try trusted.anchors())
            options.deep = { path in
                let verdict = try BundleVerifier.verify(path: path, options: verifying)
                guard verdict.status != .intact else { return nil }
                let words = "\(VerdictLine.name(verdict)): \(verdict.headline)"
                return CheckedFile(
                    path: path, state: verdict.status == .notAsSealed ? .changed : .unread, words: words)
            }
        }
        let control = CaptureControl()
        try Interruption.watch(control, saying: "stopping; the next check goes on from here")
        let bar = CheckBar()
        let register = try CustodyLog.open(vault: place.vault)
        let result = try VaultCheck(folder, options).run(
            register, isStopped: { control.isStopped }, progress: { bar.show($0) })
        bar.clear()
        try report(result)
    }

    private func report(_ result: VaultCheck.Result) throws {
        for found in result.found + result.notes {
            Output.write(
                "\(found.state.rawValue): \(SafeText.escaped(found.path, limit: 4096)): \(SafeText.escaped(found.words, limit: 600))\n"
            )
        }
        let before = result.before > 0 ? ", \(result.before) were checked before" : ""
        let share = sample == nil ? "" : ", a sample"
        Output.write(
            "\(result.checked) of \(result.bundles) bundles checked\(share)\(before), \(result.bytes) bytes: \(result.found.isEmpty ? "all as the log has them" : "\(result.found.count) not as the log has them")\n"
        )
        if result.unopened > 0 {
            Output.write(
                "\(result.unopened) of them \(result.unopened == 1 ? "is" : "are") encrypted: the parts and their signed lists were checked, and nothing was opened\(deep ? "; exhibit verify looks into them with your key" : "")\n"
            )
        }
        guard result.found.isEmpty else { throw ExitStatus.notAsSealed.code }
        guard result.isComplete else { throw ExitStatus.interrupted.code }
    }
}
