import ArgumentParser
import Bytes
import CustodyEvents
import Evidence
import Sealing
import Storage
import Vault
import VerifyCommand

/// `exhibit recover`: seals what a capture that died had written.
struct Recover: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Seal what a capture that ended early had written.",
        discussion: """
            A capture writes NAME.wacz.partial and NAME.wacz.partial.journal. When its process dies, or the disk is \
            full, what was whole by then is sealed as NAME.wacz, which says for ever that it was recovered. Can be run \
            again when it is interrupted itself. Without a name, all that is left in the vault and in this folder is sealed.
            """)

    @Argument(
        help: ArgumentHelp(
            "What the capture left (default: all that is left in the vault and here).",
            valueName: "FILE.wacz.partial"))
    var file: String?
    @OptionGroup var intake: IntakeOptions
    @OptionGroup var key: KeyOptions

    func run() throws {
        if let file { return try recover(file) }
        let left = try UnsealedCaptures.list(intake.place.folder())
        guard !left.isEmpty else { return Output.say("nothing is left unsealed, in the vault or here") }
        var worst = ExitStatus.success
        for (place, file) in left.enumerated() {
            Output.say("(\(place + 1) of \(left.count)) \(SafeText.escaped(file, limit: 4096))")
            do {
                try recover(file)
            } catch {
                guard let failure = CommandError(error) else { throw error }
                Output.say(failure.text)
                if failure.status.rawValue > worst.rawValue { worst = failure.status }
            }
        }
        guard worst == .success else { throw worst.code }
    }

    private func recover(_ file: String) throws {
        switch try BundleRecovery.look(at: file) {
        case .nothingBegun(let files):
            throw CommandError(
                .noInput,
                "nothing had begun, so there is nothing to seal; these may be deleted: \(Self.list(files))")
        case .sealed(let path, let files):
            let leftOver =
                files.isEmpty ? "" : "; these are left over and may be deleted: \(Self.list(files))"
            Output.say("\(SafeText.escaped(path, limit: 4096)): is sealed already\(leftOver)")
        case .records(let bundle):
            report(bundle)
            let officer = try key.unlock()
            let taking = try intake.intake(vault(of: bundle.path), by: officer)
            try bundle.seal(by: officer, clock: SealingClock.system)
            let digest = try FileDigest.sha256(of: bundle.path)
            CustodyLog.note(.recovered, bundle.path, digest: digest, by: officer, vault: taking?.folder.path)
            let (path, name) = taking?.take(bundle.path, digest: digest, by: officer) ?? (bundle.path, nil)
            taking?.encrypt(path, by: officer)
            Output.write(
                (name.map { "exhibit \(SafeText.escaped($0))\n" } ?? "") + SafeText.escaped(path, limit: 4096)
                    + "\n")
            Output.say("sealed as recovered; check it with: exhibit verify")
            if taking?.hasFailed == true {
                throw CommandError(.io, "the bundle is sealed, and is no exhibit yet")
            }
        }
    }

    /// The vault whose captures lie in the folder of this bundle; nil when it is in none.
    private func vault(of path: String) throws -> VaultFolder? {
        guard let vault = try intake.place.folder() else { return nil }
        let folders = [vault.incoming, vault.interrupted]
        return try folders.contains { try Folder.isSameFile($0, Folder.of(path)) } ? vault : nil
    }

    private func report(_ bundle: PartialBundle) {
        Output.say("capture of \(SafeText.escaped(bundle.plan.target)), begun \(bundle.plan.begun.text)")
        Output.say(
            "\(bundle.records) record\(bundle.records == 1 ? " is" : "s are") whole, \(bundle.unjournalled) of them beyond the last signed checkpoint"
        )
        if bundle.dropped > 0 {
            Output.say(
                "\(bundle.dropped) unfinished record\(bundle.dropped == 1 ? " is" : "s are") left out")
        }
        if bundle.disagreeing > 0 {
            Output.say(
                "\(bundle.disagreeing) checkpoints do not agree with the records: the bundle will say so")
        }
        if !bundle.hasPage, bundle.plan.engine != .pack {
            Output.say("the page itself had not been recorded yet")
        }
    }

    private static func list(_ files: [String]) -> String {
        files.map { SafeText.escaped($0, limit: 4096) }.joined(separator: ", ")
    }
}
