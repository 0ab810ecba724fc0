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

    func validate() throws { try Reason.validate(why) }

    /// Finds what texts name, and notes in the log that it is about to be read. Without a key that can sign, it is not read.
    func read(_ texts: [String], _ verb: CustodyVerb, to recipient: String? = nil) throws -> [ExhibitArgument]
    {
        let arguments = try texts.map { try ExhibitArgument.resolve($0, vault: place.vault) }
        _ = try note(arguments, verb, to: recipient)
        return arguments
    }

    /// As above, for one; gives who reads, too.
    func readAsOfficer(_ text: String, _ verb: CustodyVerb, to recipient: String? = nil) throws -> (
        ExhibitArgument, officer: OfficerIdentity
    ) {
        let argument = try ExhibitArgument.resolve(text, vault: place.vault)
        return (argument, try note([argument], verb, to: recipient) ?? key.unlock())
    }

    /// Reads exhibits one after the other: each is noted, opened, given to `body` with who reads, and closed before the next. So not all
    /// of them lie in the clear at once.
    func readEach(
        _ texts: [String], _ verb: CustodyVerb, body: (ExhibitArgument, OfficerIdentity) throws -> Void
    ) throws {
        let arguments = try texts.map { try ExhibitArgument.resolve($0, vault: place.vault) }
        let why = try reason(for: arguments, verb)
        let (officer, opening) = try key.unlock(toRead: arguments)
        for argument in arguments {
            try argument.note(verb, why: why, by: officer)
            try argument.open(with: opening)
            defer { argument.close() }
            try body(argument, officer)
        }
    }

    /// Encrypted exhibits are opened after the log has it. Nil where there is no exhibit.
    private func note(_ arguments: [ExhibitArgument], _ verb: CustodyVerb, to recipient: String?) throws
        -> OfficerIdentity?
    {
        let exhibits = arguments.filter { $0.exhibit != nil }
        guard !exhibits.isEmpty else { return nil }
        let why = try reason(for: exhibits, verb)
        let (officer, opening) = try key.unlock(toRead: exhibits)
        for argument in exhibits { try argument.note(verb, why: why, to: recipient, by: officer) }
        for argument in exhibits { try argument.open(with: opening) }
        return officer
    }

    func read(_ text: String, _ verb: CustodyVerb, to recipient: String? = nil) throws -> ExhibitArgument {
        try read([text], verb, to: recipient)[0]
    }

    /// A reason that was given, or that the person types.
    private func reason(for exhibits: [ExhibitArgument], _ verb: CustodyVerb) throws -> String {
        if why == nil, !Terminal.isInteractive {
            throw CommandError(.usage, "--why is needed: the custody log says why an exhibit is looked at")
        }
        let which = exhibits.count == 1 ? "\(exhibits[0].shown) is" : "\(exhibits.count) exhibits are"
        let text = try why ?? Terminal.ask("Why: \(which) \(verb.rawValue) by you? ")
        guard Reason.isValid(text) else { throw CommandError(.usage, Reason.rule) }
        return text
    }
}
