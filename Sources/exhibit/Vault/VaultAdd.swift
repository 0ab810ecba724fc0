import ArgumentParser
import Bytes
import Custody
import Evidence
import Hashing
import Reporting
import Sealing
import Storage
import Vault
import Verifier
import VerifyCommand

/// `exhibit vault add`
struct VaultAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Take bundles that lie elsewhere into the vault.",
        discussion: """
            Each is copied, and the copy verified first: one that is not as sealed is refused. One whose signer nobody has \
            tied to a person yet is taken in, and that is said. The file that was given stays where it is. Status 1: one was \
            refused.
            """)

    @Argument(help: ArgumentHelp("Bundles.", valueName: "FILE.wacz")) var files: [String]
    @OptionGroup var intake: IntakeOptions
    @Option(help: "A title of your own for the exhibit.") var title: String?
    @Option(
        help: ArgumentHelp(
            "What it was made from: it becomes a part of that exhibit, SJ/1/a.", valueName: "EXHIBIT"))
    var from: String?
    @Option(help: "Why, for the custody log.") var why: String?
    @OptionGroup(title: "Trust") var trusted: TrustOptions
    @OptionGroup var key: KeyOptions

    func validate() throws {
        try Reason.validate(why)
        if from != nil, intake.casework != nil {
            throw ValidationError("--from puts it into the case of that exhibit; leave out --case")
        }
    }

    func run() throws {
        let vault = try intake.place.open()
        var naming = try intake.naming(title: title, in: vault)
        naming.why = why
        if let from {
            let parent = try ExhibitArgument.entry(from, in: vault)
            (naming.parent, naming.casework) = (parent, parent.casework)
        }
        let anchors = try trusted.anchors()
        let officer = try key.unlock()
        var isOneRefused = false
        for file in files {
            let isIn = try add(file, vault, naming, VerifyOptions(anchors: anchors), officer)
            if !isIn { isOneRefused = true }
        }
        if isOneRefused { throw ExitStatus.notAsSealed.code }
    }

    private func add(
        _ file: String, _ vault: ExhibitVault, _ naming: ExhibitVault.Naming, _ options: VerifyOptions,
        _ officer: OfficerIdentity
    ) throws -> Bool {
        let shown = SafeText.escaped(file, limit: 4096)
        // What a crash left in its place, or in `incoming`, needs no copy.
        let isHere = try isInVault(file, vault)
        let staged =
            isHere ? (path: file, digest: try FileDigest.sha256(of: file)) : try vault.bundles.stage(file)
        do {
            let verdict = try BundleVerifier.verify(path: staged.path, options: options)
            Output.say(
                "\(shown): \(VerdictLine.name(verdict)): \(SafeText.escaped(verdict.headline, limit: 1000))")
            guard verdict.status != .notAsSealed, let id = try? ExhibitArgument.bundle(inFile: staged.path)
            else {
                if !isHere { try vault.bundles.unstage(staged.path) }
                Output.say("\(shown): was not taken in")
                return false
            }
            let (entry, isNew) = try vault.add(
                staged.path, bundle: id, digest: staged.digest, naming: naming, by: officer,
                at: SealingClock.system.now())
            if !isNew, !isHere { try vault.bundles.unstage(staged.path) }
            if entry.isSensitive { try ExhibitEncryption.encrypt(entry, in: vault, by: officer) }
            Output.write("\(SafeText.escaped(entry.name))\(isNew ? "" : " (was here already)")  \(shown)\n")
            return true
        } catch {
            if !isHere, Folder.exists(staged.path) { try? vault.bundles.unstage(staged.path) }
            throw error
        }
    }

    private func isInVault(_ file: String, _ vault: ExhibitVault) throws -> Bool {
        if try Folder.isSameFile(Folder.of(file), vault.folder.incoming) { return true }
        guard let bundle = RandomUUID(Folder.name(of: file).prefix(36)) else { return false }
        return try Folder.isSameFile(file, vault.bundles.path(of: bundle))
    }
}
