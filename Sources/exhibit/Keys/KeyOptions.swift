import ArgumentParser
import Files
import Hashing
import OfficerKeys
import Sealing
import Signing
import Tokens
import VerifyCommand

/// Where the passphrase of the officer's key comes from, for every command that signs.
struct KeyOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Read the key's passphrase from a file; one line end is cut off.", valueName: "FILE"))
    var passphraseFile: String?
    @Option(help: ArgumentHelp("Read the key's passphrase from an open descriptor.", valueName: "N"))
    var passphraseFd: Int32?

    func validate() throws {
        if passphraseFile != nil, passphraseFd != nil {
            throw ValidationError("give --passphrase-file or --passphrase-fd, not both")
        }
        if let passphraseFd, passphraseFd < 0 {
            throw ValidationError("--passphrase-fd: must be a number from 0")
        }
    }

    /// The passphrase that was given by an option; nil when it is to be asked for.
    func given() throws -> Passphrase? {
        if let passphraseFile { return try PassphraseReader.read(file: passphraseFile) }
        if let passphraseFd { return try PassphraseReader.read(descriptor: passphraseFd) }
        return nil
    }

    /// Opens the officer's key: the one that was unlocked for a while, or with a passphrase that is asked for at a terminal,
    /// three times at most.
    ///
    /// Throws one clear line when there is no key, no passphrase to be had, or a wrong one (status 65).
    func unlock() throws -> OfficerIdentity {
        let folder = try OfficerKey.folder()
        switch folder.state {
        case .complete: break
        case .empty:
            throw CommandError(.unavailable, "there is no key to sign with yet; make one with: exhibit init")
        case .unfinished:
            throw CommandError(
                .unavailable, "\(folder.path): the key there is not finished; run again: exhibit init")
        case .keyMissing: throw KeyFolderError.keyMissing(certificatePath: folder.certificatePath)
        }
        if passphraseFile == nil, passphraseFd == nil, let (officer, _) = try AgentSigner.running(for: folder)
        {
            return officer
        }
        return try open(folder) { try folder.open($0) }
    }

    /// Does what needs the passphrase: with the one that was given, or that the person types.
    func open<Result>(_ folder: KeyFolder, _ body: (Passphrase) throws -> Result) throws -> Result {
        if case .command = try folder.source() { return try body(Passphrase([])) }
        if let passphrase = try given() { return try body(passphrase) }
        guard Terminal.isInteractive else {
            throw CommandError(
                .usage, "the key's passphrase is needed: give --passphrase-file or --passphrase-fd")
        }
        for _ in 1..<Self.tries {
            do {
                return try body(try Terminal.askSecret("Passphrase of your key: "))
            } catch KeyError.wrongPassphrase {
                Output.say("wrong passphrase")
            } catch TokenError.wrongPIN {
                Output.say("wrong PIN")
            }
        }
        return try body(try Terminal.askSecret("Passphrase of your key: "))
    }

    private static let tries = 3
}
