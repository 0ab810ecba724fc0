import ArgumentParser
import Bytes
import Casework
import Custody
import CustodyEvents
import Evidence
import Hashing
import Messages
import Reading
import Threads
import Timestamping
import VerifyCommand

/// `exhibit timestamp`: the time of an authority over a bundle that was sealed without one.
struct TimestampCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timestamp",
        abstract: "Have a timestamp authority say that a bundle's signature exists now.",
        discussion: """
            The timestamp goes into a file beside the bundle, FILE.sidecar-NN.json; the bundle stays as it is. \
            Keep both together: verification finds it by its name.
            """)

    @Argument(help: ArgumentHelp("A bundle, or an exhibit as SJ/1.", valueName: "FILE.wacz")) var file: String
    @OptionGroup var authorities: AuthorityOptions

    func run() throws { try authorities.ask(.timestamp, for: file) }
}

/// `exhibit renew`: a new timestamp before the old one's certificate or algorithm ages.
struct Renew: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Renew the timestamps of a bundle before they age.",
        discussion: """
            The new timestamp is over the whole file and over every timestamp before it, in the bundle and beside it. \
            It goes into a further file beside the bundle.
            """)

    @Argument(help: ArgumentHelp("A bundle, or an exhibit as SJ/1.", valueName: "FILE.wacz")) var file: String
    @OptionGroup var authorities: AuthorityOptions

    func run() throws { try authorities.ask(.renewal, for: file) }
}

/// Which authorities are asked.
struct AuthorityOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A timestamp authority. Repeatable.", valueName: "URL")) var tsa: [String]
    @Option(help: ArgumentHelp("The policy to ask them for.", valueName: "OID")) var tsaPolicy: String?
    @Option(
        help: ArgumentHelp(
            "Take timestamps only of authorities that these certificates vouch for. Repeatable.",
            valueName: "FILE"))
    var tsaTrust: [String] = []
    @OptionGroup var place: VaultOptions
    @OptionGroup var key: KeyOptions

    /// Asks, tells what came of it, and throws one clear line when no token was had (status 69).
    func ask(_ kind: Sidecar.Kind, for text: String) throws {
        let argument = try ExhibitArgument.resolve(text, vault: place.vault)
        // Who cannot sign for it in the log adds nothing in the vault.
        let (officer, opening) = try argument.exhibit == nil ? (nil, nil) : key.unlock(toRead: [argument])
        let isEncrypted = argument.isClosed
        try argument.open(with: opening)
        let file = argument.path
        let asked = try TimestampOptions.authorities(
            tsa, policy: tsaPolicy,
            anchors: tsaTrust.flatMap { try CaptureOptions.certificates($0, "--tsa-trust") })
        let authorities = TimestampAuthorities(asked, clock: .system) { authority, error in
            Output.say("\(SafeText.escaped(authority.address.text)) gave no timestamp: \(error)")
        }
        let made: LaterTimestamp.Made?
        do {
            made = try LaterTimestamp.make(kind, for: file, from: authorities)
        } catch let error as ReadingError {
            throw CommandError(
                .badInput, "\(SafeText.escaped(file, limit: 4096)): \(SafeText.escaped("\(error)"))")
        }
        guard let made else {
            throw CommandError(.unavailable, "no authority gave a timestamp; the bundle is as it was")
        }
        let path = isEncrypted ? try argument.keep(sidecar: made.path) : made.path
        if let officer { try argument.note(.renewed, why: "\(kind.rawValue) beside the bundle", by: officer) }
        for token in made.tokens { Output.write(TimestampOptions.line(token) + "\n") }
        made.problems.forEach(Output.say)
        Output.write("  \(SafeText.escaped(path, limit: 4096))\n")
    }
}
