import ArgumentParser
import Bytes
import Files
import Hashing
import Messages
import OfficerKeys
import Sessions
import VerifyCommand

/// `exhibit profile`: accounts that look at posts for an officer.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Keep accounts for posts that are shown to signed-in people only.",
        discussion: """
            A profile holds the cookies of an account that you signed in with your own browser, encrypted with the \
            passphrase of your key. Which account looked stays with every bundle. Use only accounts that your force lets you \
            use; a persona that deals with people may need an authorisation.
            """,
        subcommands: [Create.self, List.self, Remove.self])

    /// `exhibit profile create`
    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a profile from a file of cookies.")

        @Argument(help: ArgumentHelp("Letters, digits, - and _.", valueName: "NAME")) var name: String
        @Option(
            help: ArgumentHelp("Cookies as a browser exports them: cookies.txt, or JSON.", valueName: "FILE"))
        var cookies: String
        @Option(help: ArgumentHelp("How the account is told in bundles.", valueName: "TEXT")) var account:
            String
        @Option(
            help: ArgumentHelp(
                "Where the platform ends the session; asked after each capture.", valueName: "URL"))
        var logOut: String?
        @OptionGroup(title: "Key") var key: KeyOptions

        func run() throws {
            guard ProfileStore.isName(name) else {
                throw ValidationError("NAME: must be 1 to 64 letters, digits, - and _")
            }
            if let logOut, HTTPAddress(logOut) == nil {
                throw ValidationError("--log-out: must be an address")
            }
            let found = CookieFile.read(try WholeFile.read(cookies, maximumBytes: 8 << 20))
            guard !found.isEmpty else {
                throw CommandError(.badInput, "\(SafeText.escaped(cookies, limit: 4096)): no cookie is in it")
            }
            let profile = SessionProfile(name: name, account: account, logOut: logOut, cookies: found)
            let folder = try OfficerKey.folder()
            try key.open(folder) { passphrase in
                // A wrong passphrase would be noticed only when the profile is used.
                _ = try folder.open(passphrase)
                try ProfileStore(keyFolder: folder.path).save(profile, passphrase)
            }
            let hosts = Set(found.map(\.domain)).sorted()
            Output.say(
                "\(found.count) cookies of \(hosts.map { SafeText.escaped($0, limit: 80) }.joined(separator: ", "))"
            )
            Output.say("The file they came from is not needed any more: delete it.")
        }
    }

    /// `exhibit profile list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the names of the profiles.")

        func run() throws {
            for name in try ProfileStore(keyFolder: OfficerKey.folder().path).names() {
                Output.write(SafeText.escaped(name) + "\n")
            }
        }
    }

    /// `exhibit profile remove`
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a profile.")

        @Argument(help: ArgumentHelp("The profile.", valueName: "NAME")) var name: String

        func run() throws {
            guard try ProfileStore(keyFolder: OfficerKey.folder().path).remove(name) else {
                throw CommandError(.noInput, "there is no profile \(SafeText.escaped(name))")
            }
        }
    }
}
