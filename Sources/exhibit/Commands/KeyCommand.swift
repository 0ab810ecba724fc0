import ArgumentParser
import Bytes
import Evidence
import Files
import Hashing
import OfficerKeys
import Signing
import Storage
import Verifier
import VerifyCommand

/// `exhibit key`: the officer's key and its certificate.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make, show, certify and import the key that signs your bundles.",
        subcommands: [New.self, ShowKey.self, Request.self, Install.self, Import.self])

    /// Kinds as a person names them.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case p256 = "p-256"
        case p384 = "p-384"
        case rsa2048 = "rsa-2048"
        case rsa3072 = "rsa-3072"
        case rsa4096 = "rsa-4096"

        var kind: KeyKind {
            switch self {
            case .p256: .p256
            case .p384: .p384
            case .rsa2048: .rsa(bits: 2048)
            case .rsa3072: .rsa(bits: 3072)
            case .rsa4096: .rsa(bits: 4096)
            }
        }
    }

    /// `exhibit key new`
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key, and a certificate that it signs itself; as exhibit init, of any kind.")

        @Option(help: "p-256, p-384, rsa-2048, rsa-3072 or rsa-4096.") var kind = Kind.p256
        @Option(help: ArgumentHelp("Who you are, as a court should read it.", valueName: "NAME")) var name:
            String?
        @Option(help: ArgumentHelp("Your force or authority.", valueName: "FORCE")) var force: String?
        @OptionGroup var key: KeyOptions

        func run() throws { _ = try KeyIssue.make(kind.kind, name: name, force: force, options: key) }
    }

    /// `exhibit key show`
    struct ShowKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show whose key it is, where it is, and its digests. Needs no passphrase.")

        func run() throws {
            let folder = try OfficerKey.folder()
            guard folder.state == .complete else {
                throw CommandError(.unavailable, "there is no key yet; make one with: exhibit init")
            }
            Output.write(KeyReport.facts(try folder.certificates(), source: try folder.source()))
        }
    }

    /// `exhibit key csr`
    struct Request: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "csr",
            abstract: "Write a request (PKCS#10) that your force's authority certify the key.")

        @Option(name: .shortAndLong, help: ArgumentHelp("The file to write, in PEM.", valueName: "FILE"))
        var output: String
        @OptionGroup var key: KeyOptions

        func run() throws {
            let folder = try OfficerKey.folder()
            let certificate = try folder.certificate()
            let signer = try key.open(folder) { try folder.digestSigner($0) }
            let request = try CertificateRequest.make(
                commonName: certificate.commonName ?? "", organization: certificate.organization, by: signer)
            try WholeFile.create(output, CertificateRequest.pem(request), mode: 0o644)
            Output.write(
                "\(SafeText.escaped(output, limit: 4096))\n\nInstall what the authority sends back with: exhibit key certificate FILE.pem\n"
            )
        }
    }

    /// `exhibit key certificate`
    struct Install: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "certificate",
            abstract: "Install the certificate that your force's authority issued, and those above it.",
            discussion:
                "A key that is unlocked is locked, so that nothing is signed with the certificate before.")

        @Argument(help: ArgumentHelp("Certificates in PEM, yours first.", valueName: "FILE.pem")) var file:
            String

        func run() throws {
            let folder = try OfficerKey.folder()
            let certificates = try CaptureOptions.certificates(file, "exhibit key certificate")
            let wasUnlocked = try folder.install(certificates)
            try TrustPin.add(certificates[0])
            if wasUnlocked {
                Output.say("the key was unlocked with the certificate before, and is locked: exhibit unlock")
            }
            Output.write(KeyReport.facts(certificates, source: try folder.source()))
        }
    }

    /// `exhibit key import`
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Use a key that is there already: in a PKCS#12 file, on a token, or behind a program.",
            discussion: """
                From a PKCS#12 file the key is copied, encrypted with the same passphrase. A key on a token, or behind \
                a program, stays where it is; such a program gets "sha256:" and 64 digits on standard input and answers with \
                the signature in base 64. The token's PIN is asked for when something is signed.
                """)

        @Option(help: ArgumentHelp("A PKCS#12 file with key and certificates.", valueName: "FILE.p12"))
        var pkcs12: String?
        @Option(help: ArgumentHelp("The PKCS#11 module of a token's maker.", valueName: "MODULE.so"))
        var pkcs11: String?
        @Option(help: "The label of the token (default: the only one).") var token = ""
        @Option(help: "The label of the certificate on the token (default: the only one).") var label = ""
        @Option(help: ArgumentHelp("A program that signs digests.", valueName: "PROGRAM")) var signerCommand:
            String?
        @Option(
            help: ArgumentHelp(
                "The certificates, in PEM, for a program or above a token's.", valueName: "FILE.pem"))
        var certificate: String?
        @OptionGroup var key: KeyOptions

        func validate() throws {
            guard [pkcs12, pkcs11, signerCommand].count(where: { $0 != nil }) == 1 else {
                throw ValidationError("give one of --pkcs12, --pkcs11, --signer-command")
            }
            if signerCommand != nil, certificate == nil {
                throw ValidationError("--signer-command needs --certificate")
            }
        }

        func run() throws {
            let folder = try OfficerKey.folder()
            let given = try certificate.map { try CaptureOptions.certificates($0, "--certificate") } ?? []
            if let pkcs12 {
                let file = try WholeFile.read(pkcs12, maximumBytes: 1 << 20)
                _ = try key.open(folder) { try folder.importKey(file, $0) }
            } else if let pkcs11 {
                _ = try folder.refer(
                    to: .token(module: pkcs11, label: token, certificate: label), certificates: given)
            } else if let signerCommand {
                _ = try folder.refer(to: .command(program: signerCommand), certificates: given)
            }
            let certificates = try folder.certificates()
            try TrustPin.add(certificates[0])
            Output.write(KeyReport.facts(certificates, source: try folder.source()))
        }
    }
}
