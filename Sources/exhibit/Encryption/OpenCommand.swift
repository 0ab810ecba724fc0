import ArgumentParser
import Bytes
import Hashing
import OfficerKeys
import SealedParts
import Verifier
import VerifyCommand

/// `exhibit open`: a file that was encrypted to this officer.
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Decrypt a folder of encrypted parts with your key.",
        discussion: """
            The file appears when everything was checked: the signature of the list, that each part is there and whole and in \
            its place, and the digest of the file. Who signed the list is told; whether the file is what it claims to be tells: \
            exhibit verify. A key on a token cannot open; its own tools and openssl can. A folder in the vault is the exhibit: opening \
            it is what exhibit vault copy does, and is noted in the custody log.
            """)

    @Argument(
        help: ArgumentHelp("A folder that exhibit encrypt made, or an exhibit, as SJ/1.", valueName: "FOLDER")
    )
    var folder: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE"))
    var output: String
    @OptionGroup(title: "Exhibits of the vault") var access: AccessOptions

    func run() throws {
        guard try ExhibitArgument.resolve(folder, vault: access.place.vault).exhibit == nil else {
            return try VaultCopy.copy(folder, to: output, for: nil, access)
        }
        // A wrong folder is told before anybody types a passphrase.
        let (list, signature) = try CommandError.naming(folder) { try SealedParts.list(of: folder) }
        let keys = try OfficerKey.folder()
        let opening = try access.key.open(keys) { try keys.openingKey($0) }
        _ = try CommandError.naming(folder) { try SealedParts.open(folder, with: opening, to: output) }
        let signer = signature.signer
        Output.write(
            """
            \(SafeText.escaped(output, limit: 4096))
              it was called \(SafeText.escaped(list.name)), \(list.bytes) bytes, \(list.digest.text)
              encrypted at \(list.time.text) by \(SafeText.escaped(signer.holder, limit: 120)), as the certificate says
              with key \(KeyText.short(signer.keyDigest)); compare it with what that person told you

            """)
    }
}
