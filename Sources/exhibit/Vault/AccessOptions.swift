import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Sealing
import VerifyCommand

/// How a command comes to the bundle that it reads. Reading an exhibit of the vault is an event of the custody log, signed by who
/// reads; a file elsewhere is only read.
struct AccessOptions: ParsableArguments, Sendable {
    @OptionGroup var place: VaultOptions
    @Option(
        help: ArgumentHelp(
            "Why: for the custody log, when an exhibit of the vault is read.", valueName: "TEXT"))
    var why: String?
    @OptionGroup var key: KeyOptions

    /// Finds what texts name, and notes in the log that it is about to be read. Without a key that can sign, it is not read.
    func read(_ texts: [String], _ verb: CustodyVerb, to recipient: String? = nil) throws -> [ExhibitArgument]
    {
        let arguments = try texts.map { try ExhibitArgument.resolve($0, vault: place.vault) }
        _ = try note(arguments, verb, to: recipient)
        return arguments
    }

    /// As above, for exhibits only; gives who reads, too.
    func readAsOfficer(_ texts: [String], _ verb: CustodyVerb) throws -> (
        [ExhibitArgument], officer: OfficerIdentity
    ) {
        let arguments = try texts.map { try ExhibitArgument.resolve($0, vault: place.vault) }
        return (arguments, try note(arguments, verb, to: nil) ?? key.unlock())
    }

    /// Encrypted exhibits are opened after the log has it. Nil where there is no exhibit.
    private func note(_ arguments: [ExhibitArgument], _ verb: CustodyVerb, to recipient: String?) throws
        -> OfficerIdentity?
    {
        let exhibits = arguments.filter { $0.exhibit != nil }
        guard let first = exhibits.first else { return nil }
        let which = exhibits.count == 1 ? first.shown : "\(exhibits.count) exhibits"
        let why = try Self.reason(
            why, "Why: \(which) \(exhibits.count == 1 ? "is" : "are") \(verb.rawValue) by you? ")
        let (officer, opening) = try key.unlock(toRead: exhibits)
        for argument in exhibits { try argument.note(verb, why: why, to: recipient, by: officer) }
        for argument in exhibits { try argument.open(with: opening) }
        return officer
    }

    func read(_ text: String, _ verb: CustodyVerb, to recipient: String? = nil) throws -> ExhibitArgument {
        try read([text], verb, to: recipient)[0]
    }

    /// A reason that was given, or that the person types.
    private static func reason(_ given: String?, _ question: String) throws -> String {
        if given == nil, !Terminal.isInteractive {
            throw CommandError(.usage, "--why is needed: the custody log says why an exhibit is looked at")
        }
        let text = try given ?? Terminal.ask(question)
        guard !text.isEmpty, text.unicodeScalars.count <= 2000 else {
            throw CommandError(.usage, "a reason must have 1 to 2000 characters")
        }
        return text
    }
}
