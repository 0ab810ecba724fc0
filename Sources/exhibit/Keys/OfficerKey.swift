import OfficerKeys
import Sealing
import VerifyCommand

/// The officer's key on this machine.
enum OfficerKey {
    /// The folder that `$EXHIBIT_HOME` names, else `.exhibit` in the home folder.
    static func folder() throws -> KeyFolder {
        guard let path = TrustFile.folder() else {
            throw CommandError(
                .unavailable, "there is no place for a key: neither HOME nor EXHIBIT_HOME is set")
        }
        return KeyFolder(path)
    }

    /// Opens the key; where there is none, offers to make one at a terminal, and else says so in one line.
    static func unlockOrOffer(_ options: KeyOptions) throws -> OfficerIdentity {
        let state = try folder().state
        guard state == .empty || state == .unfinished, Terminal.isInteractive else {
            return try options.unlock()
        }
        Output.say("There is no key to sign with yet.")
        guard try Terminal.confirm("Make one now?") else { return try options.unlock() }
        return try KeyIssue.make(name: nil, force: nil, options: options)
    }
}
