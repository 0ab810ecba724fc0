public import ArgumentParser
import Bytes
import Files
import Hashing
import Verifier

/// `exhibit-verify trust`: the keys and certificates that this user trusts.
public struct TrustCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Say whose keys you trust, for every later check.",
        discussion: """
            The list is the file "trust" in $EXHIBIT_HOME, or else in .exhibit in your home folder. Add a key only after you \
            compared it with what its owner gave you on paper or in person.
            """,
        subcommands: [Add.self, List.self, Remove.self])

    public init() {}

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Trust keys or certificates.")

        @Option(help: ArgumentHelp("A key, as the report shows it.", valueName: "sha256:…")) var key:
            [String] = []
        @Option(help: ArgumentHelp("A certificate.", valueName: "sha256:…")) var cert: [String] = []
        @Option(help: ArgumentHelp("Whose it is, in your words.", valueName: "TEXT")) var label: String?
        @Argument(
            help: ArgumentHelp("Certificates in PEM, each of which is trusted itself.", valueName: "FILE.pem")
        )
        var files: [String] = []

        func validate() throws {
            if key.isEmpty, cert.isEmpty, files.isEmpty {
                throw ValidationError("give a certificate file, --key or --cert")
            }
        }

        func run() throws {
            var entries: [TrustList.Entry] = []
            for (texts, kind, option) in [
                (key, TrustList.Entry.Kind.key, "--key"), (cert, .certificate, "--cert"),
            ] {
                for text in texts {
                    entries.append(
                        TrustList.Entry(digest: try digest(text, of: option), kind: kind, label: label ?? ""))
                }
            }
            for path in files {
                for certificate in try readable(path, { try CertificatePEM.decode($0) }) {
                    let name = [certificate.commonName, certificate.organization].compactMap { $0 }
                    entries.append(
                        TrustList.Entry(
                            digest: certificate.digest, kind: .certificate,
                            label: label ?? name.joined(separator: ", ")))
                }
            }
            let file = try usable { try TrustListFile() }
            try usable { try file.add(entries) }
            for entry in entries { Output.write(String(decoding: entry.line, as: UTF8.self)) }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show whom you trust.")

        func run() throws {
            let file = try usable { try TrustListFile() }
            let entries = try usable { try file.list() }.entries
            for entry in entries {
                Output.write(
                    "\(KeyText.short(entry.digest))  \(entry.kind.rawValue)  \(SafeText.escaped(entry.label))\n  \(entry.digest.text)\n"
                )
            }
            if entries.isEmpty { Output.write("you trust nobody yet\n") }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Trust a key or certificate no longer.")

        @Argument(help: ArgumentHelp("Its digest, as the list shows it.", valueName: "sha256:…")) var digests:
            [String]

        func run() throws {
            let file = try usable { try TrustListFile() }
            for text in digests {
                let digest = try digest(text, of: "trust remove")
                guard try usable({ try file.remove(digest) }) > 0 else {
                    Output.say("\(digest.text): is not in the list")
                    throw ExitStatus.noInput.code
                }
            }
        }
    }
}

/// Does what may fail with one clear line and its status.
private func usable<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as FileError {
        Output.say(SafeText.escaped("\(error)"))
        throw ExitStatus.cannotCreate.code
    } catch let error as TrustListFile.Failure {
        Output.say(SafeText.escaped("\(error)"))
        throw ExitStatus.badInput.code
    }
}
