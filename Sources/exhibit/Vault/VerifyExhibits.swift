import ArgumentParser
import Custody
import CustodyEvents
import Vault
import VerifyCommand

/// `exhibit verify`: as `exhibit-verify`, and for exhibits of the vault by their references.
struct VerifyExhibits: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: Verify.configuration.abstract,
        discussion: Verify.configuration.discussion
            + "\n\nExhibits of the vault can be named by reference, as SJ/1; that they were verified is noted in the custody log."
    )

    @OptionGroup var verify: Verify
    @OptionGroup(title: "Exhibits of the vault") var access: AccessOptions

    func run() throws {
        var verify = verify
        let arguments = try access.read(verify.files, .verified)
        verify.files = arguments.map(\.path)
        let names = arguments.compactMap { argument in argument.exhibit.map { (argument.path, $0.entry.name) }
        }
        try verify.run(named: Dictionary(names) { first, _ in first })
    }
}
