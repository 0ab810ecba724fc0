import ArgumentParser
import Bytes
import Threads
import Vault
import VerifyCommand

/// `exhibit vault rebuild`
struct VaultRebuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make the catalogue anew from the custody log and the bundles.",
        discussion: """
            For a catalogue that is lost, damaged, or came from a backup. Its content is the same as before; others can go on \
            reading while it is made. Events that are not signed by who is said to have acted are left out, and named.
            """)

    @OptionGroup var place: VaultOptions

    func run() throws {
        guard let folder = try place.folder() else {
            throw CommandError(.noInput, "there is no vault yet; make one with: exhibit init")
        }
        let begun = Deadline.now
        let (entries, exhibits, problems) = try ExhibitVault.rebuild(
            folder, CustodyLog.register(folder, OfficerKey.folder()))
        for problem in problems.prefix(100) { Output.say(SafeText.escaped(problem)) }
        let time = Deadline.now.since(begun).components
        let seconds = Double(time.seconds) + Double(time.attoseconds) / 1e18
        Output.write("\(exhibits) exhibits from \(entries) entries of the log\n")
        Output.say("in \((seconds * 10).rounded() / 10) s")
        guard problems.isEmpty else { throw ExitStatus.notAsSealed.code }
    }
}
