import Bytes
import Evidence
import Files
import Hashing
import OfficerKeys
import Sealing
import Signing
import Verifier
import VerifyCommand

/// Makes the officer's key, or finishes one that was begun, and tells the officer what to do with it.
enum KeyIssue {
    /// What is not given is asked for at a terminal. Never replaces a key.
    static func make(
        _ kind: KeyKind = .p256, name: String?, force: String?, options: KeyOptions
    ) throws -> OfficerIdentity {
        let folder = try OfficerKey.folder()
        switch folder.state {
        case .complete: return try finishTrust(folder, options)
        case .keyMissing: throw KeyFolderError.keyMissing(certificatePath: folder.certificatePath)
        case .unfinished:
            Output.say("\(folder.path): a key without a certificate is there; it will be finished.")
        case .empty: break
        }
        let name = try text(name, "--name", "Your name, as a court should read it (rank, number, name): ")
        let force = try text(force, "--force", "Your force or authority: ")
        let passphrase = try passphrase(options, isNew: folder.state == .empty)
        let officer = try folder.create(
            kind, name: name, organization: force, passphrase: passphrase, at: SealingClock.system.now())
        try TrustPin.add(officer.certificate)
        Output.write(KeyReport.text(officer.certificate, folder: folder.path))
        return officer
    }

    /// A whole key is there: its pin may still be missing, when the program was killed before it was written.
    private static func finishTrust(_ folder: KeyFolder, _ options: KeyOptions) throws -> OfficerIdentity {
        let certificate = try folder.certificate()
        guard try !TrustPin.has(certificate) else {
            throw CommandError(
                .cannotCreate,
                "\(folder.path): there is a key already, \(KeyText.short(certificate.keyDigest)); it is never replaced"
            )
        }
        let officer = try options.unlock()
        try TrustPin.add(certificate)
        Output.write(KeyReport.text(certificate, folder: folder.path))
        return officer
    }

    private static func text(_ given: String?, _ option: String, _ question: String) throws -> String {
        guard given != nil || Terminal.isInteractive else {
            throw CommandError(.usage, "\(option) is needed, since nobody can be asked here")
        }
        while true {
            let text = try given ?? Terminal.ask(question)
            // X.520 gives names 64 characters.
            if !text.isEmpty, text.unicodeScalars.count <= 64, SafeText.escaped(text) == text { return text }
            let rule = "must be 1 to 64 characters, without control characters or backslashes"
            guard given == nil else { throw CommandError(.usage, "\(option): \(rule)") }
            Output.say(rule)
        }
    }

    private static func passphrase(_ options: KeyOptions, isNew: Bool) throws -> Passphrase {
        if let given = try options.given() {
            guard !isNew || given.count >= PassphraseReader.minimumBytes else {
                throw CommandError(.badInput, tooShort)
            }
            return given
        }
        guard Terminal.isInteractive else {
            throw CommandError(
                .usage, "a passphrase for the key is needed: give --passphrase-file or --passphrase-fd")
        }
        guard isNew else { return try Terminal.askSecret("Passphrase of your key: ") }
        Output.say(
            "Choose a passphrase for your key: \(PassphraseReader.minimumBytes) characters or more; four or five words are good."
        )
        while true {
            let first = try Terminal.askSecret("Passphrase: ")
            guard first.count >= PassphraseReader.minimumBytes else {
                Output.say(tooShort)
                continue
            }
            if first.matches(try Terminal.askSecret("The same again: ")) { return first }
            Output.say("they are not the same")
        }
    }

    private static var tooShort: String {
        "the passphrase is too short: \(PassphraseReader.minimumBytes) characters or more keep the key safe"
    }
}
