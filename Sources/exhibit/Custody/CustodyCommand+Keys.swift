import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Evidence
import Files
import Hashing
import Reporting
import TransparencyLogs
import VerifyCommand

extension CustodyCommand {
    /// `exhibit custody key`
    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whose keys count in the log, and for what.",
            discussion: """
                Who wrote the first event founded the log and may do all. Keys of others are added by who may administer; an event \
                with a key that was not added, or was revoked before, is named by custody verify.
                """, subcommands: [Add.self, Revoke.self, List.self])

        struct Add: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Add a key, or give it other roles.",
                discussion:
                    "With the role read it opens exhibits that are encrypted from then on; those before after: exhibit vault encrypt --again"
            )
            @Argument(help: ArgumentHelp("The officer's certificate.", valueName: "CERT.pem"))
            var certificate: String
            @Option(help: "capture, read, disclose or administer. Repeatable.") var role: [String]
            @OptionGroup(title: "Key") var key: KeyOptions

            func run() throws {
                let roles = role.compactMap { OfficerRole(rawValue: $0) }
                guard !roles.isEmpty, roles.count == role.count else {
                    throw ValidationError("--role: must be capture, read, disclose or administer")
                }
                guard
                    let added = try CertificatePEM.decode(
                        WholeFile.read(certificate, maximumBytes: 256 << 10)
                    ).first
                else {
                    throw CommandError(
                        .badInput, "\(SafeText.escaped(certificate, limit: 4096)): has no certificate")
                }
                let (register, officer) = (try CustodyLog.open(), try key.unlock())
                let index = try register.add(
                    added, roles: Set(roles), by: officer, at: SealingClock.system.now())
                Output.write("entry \(index)\n")
            }
        }

        struct Revoke: ParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Revoke a key: from here on it does not count.",
                discussion: """
                    Encrypted exhibits are encrypted to it no more; parts that are there stay readable by it until: exhibit vault \
                    encrypt --again. Copies that were made before stay readable by it for ever.
                    """)
            @Argument(help: ArgumentHelp("The key, as list shows it.", valueName: "sha256:…")) var digest:
                String
            @Option(help: "Why.") var why: String
            @OptionGroup(title: "Key") var key: KeyOptions

            func validate() throws { try Reason.validate(why) }

            func run() throws {
                let register = try CustodyLog.open()
                guard let digest = SHA256Digest(text: digest), try register.roster().members[digest] != nil
                else {
                    throw ValidationError("no key of the log has this digest; see: exhibit custody key list")
                }
                let officer = try key.unlock()
                let index = try register.revoke(digest, why: why, by: officer, at: SealingClock.system.now())
                Output.write("entry \(index)\n")
            }
        }

        struct List: ParsableCommand {
            static let configuration = CommandConfiguration(abstract: "List the keys.")

            func run() throws {
                let members = try CustodyLog.open().roster().members.sorted { $0.key.hex < $1.key.hex }
                let rows = members.map { key, member in
                    [
                        key.text, member.certificate.holder,
                        member.isRevoked
                            ? "revoked"
                            : OfficerRole.allCases.filter(member.roles.contains).map(\.rawValue).joined(
                                separator: ", "),
                    ].map { SafeText.escaped($0, limit: 200) }
                }
                Output.write(TableText.columns([["key", "name", "may"]] + rows))
            }
        }
    }

    /// `exhibit custody restore`
    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go on with a log that was copied, or put back from a copy, under another name.",
            discussion: """
                The entries that are there stay, and what was proven of them still is. The name of the log gets the next number, and an \
                event tells of this, so that nobody takes the two for one log with two faces.
                """)
        @Option(help: "Why, and from which copy.") var why: String
        @OptionGroup(title: "Key") var key: KeyOptions

        func validate() throws { try Reason.validate(why) }

        func run() throws {
            let register = try CustodyLog.open()
            try register.restore(why: why, by: key.unlock(), at: SealingClock.system.now())
            Output.write("the log goes on as \(register.log.key.text)\n")
        }
    }
}
