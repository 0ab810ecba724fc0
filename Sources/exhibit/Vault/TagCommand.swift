import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Evidence
import Vault
import VerifyCommand

/// `exhibit tag`
struct TagCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Put tags on an exhibit, and take them off.",
        discussion: """
            +urgent puts the tag urgent on, -done takes the tag done off. The tags under-18 and intimate-image have the program \
            treat an exhibit as if its report said so: what was posted no longer comes onto the screen by itself, and the exhibit is \
            encrypted at once to those who may read; if that cannot be done, it is said.
            """)

    @Argument(help: ArgumentHelp("An exhibit, as SJ/1.", valueName: "EXHIBIT")) var exhibit: String
    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("+TAG or -TAG.", valueName: "+TAG|-TAG"))
    var tags: [String]
    @Option(help: "Why, for the custody log.") var why: String?
    @OptionGroup var place: VaultOptions
    @OptionGroup var key: KeyOptions

    func validate() throws { try Reason.validate(why) }

    func run() throws {
        let changes = try tags.map { text -> (adds: Bool, tag: String) in
            let tag = String(text.dropFirst())
            guard let sign = text.first, "+-".contains(sign), ExhibitTag.isValid(tag) else {
                throw ValidationError(
                    "\(SafeText.escaped(text)): must be + or - and a tag of a-z, 0-9, dot, dash and underscore"
                )
            }
            return (sign == "+", tag)
        }
        let vault = try place.open()
        let entry = try ExhibitArgument.entry(exhibit, in: vault)
        func list(_ adds: Bool) -> String? {
            let tags = changes.filter { $0.adds == adds }.map(\.tag)
            return tags.isEmpty ? nil : tags.joined(separator: " ")
        }
        let officer = try key.unlock()
        let now = try vault.record(
            .tagged, of: entry, [("added", list(true)), ("removed", list(false)), ("why", why)], by: officer,
            at: SealingClock.system.now())
        Output.write(
            "\(SafeText.escaped(now.name)): \(now.tags.isEmpty ? "no tags" : now.tags.joined(separator: " "))\n"
        )
        ExhibitEncryption.encryptIfSensitive(now, in: vault, by: officer)
    }
}
