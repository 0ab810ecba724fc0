import ArgumentParser
import Bytes
import Hashing
import SealedParts

/// Whom something is encrypted to.
struct RecipientOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The certificate of who may read it, in PEM. Repeatable: each can open it alone.",
            valueName: "CERT"))
    var to: [String]

    func certificates() throws -> [Certificate] { try Self.certificates(to, option: "--to") }

    /// The first certificate of each file: those above it are nobody to encrypt to.
    static func certificates(_ paths: [String], option: String) throws -> [Certificate] {
        try paths.compactMap { try CaptureOptions.certificates($0, option).first }
    }

    /// What was made, and for whom.
    static func report(_ list: PartsList, folder: String) -> String {
        let names = list.recipients.map { recipient in
            "  for \(SafeText.escaped(recipient.name, limit: 120)), certificate \(recipient.certificate.text)\n"
        }
        let parts = list.parts.count == 1 ? "1 part" : "\(list.parts.count) parts"
        return "\(SafeText.escaped(folder, limit: 4096)): \(list.bytes) bytes encrypted in \(parts)\n"
            + names.joined()
    }
}
