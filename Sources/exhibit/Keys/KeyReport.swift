import Bytes
import Hashing
import OfficerKeys
import Verifier

/// What a key's owner is told about it.
enum KeyReport {
    /// What is known of a key without opening it.
    static func facts(_ certificates: [Certificate], source: KeySource) -> String {
        guard let certificate = certificates.first else { return "" }
        let place =
            switch source {
            case .file: "in this user's key folder, encrypted"
            case .token(let module, let label, _):
                "on the token \(SafeText.escaped(label.isEmpty ? "that is plugged in" : label)), through \(SafeText.escaped(module))"
            case .command(let program): "behind the program \(SafeText.escaped(program))"
            }
        let kind =
            switch KeyKind(spki: certificate.spki) {
            case .p256: "P-256"
            case .p384: "P-384"
            case .rsa(let bits): "RSA, \(bits) bits"
            case nil: "none that may sign"
            }
        var lines = [
            "  Name         \(SafeText.escaped(certificate.holder))",
            "  Force        \(SafeText.escaped(certificate.organization ?? ""))",
            "  Key          \(kind), \(place)",
            "  Issued by    \(certificate.isSelfIssued ? "itself" : SafeText.escaped(certificate.issuer))",
            "  Valid        \(certificate.notBefore.text) to \(certificate.notAfter.text)",
            "  Key digest   \(KeyText.short(certificate.keyDigest))",
            "               \(certificate.keyDigest.text)",
            "  Certificate  \(certificate.digest.text)",
        ]
        for above in certificates.dropFirst() {
            lines.append("  Above it     \(SafeText.escaped(above.subject))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func text(_ certificate: Certificate, folder: String) -> String {
        let short = KeyText.short(certificate.keyDigest)
        return """
            Your key is ready. It signs every bundle that you seal.

              Name    \(SafeText.escaped(certificate.commonName ?? ""))
              Force   \(SafeText.escaped(certificate.organization ?? ""))
              Folder  \(SafeText.escaped(folder, limit: 4096))

            For your printed statements:

              Key \(short)
              \(certificate.keyDigest.text)

            What to do next:
              - Put these two lines into each statement that goes with a bundle, and hand them over on paper or
                in person: whoever verifies compares them with what the program shows.
              - Keep a copy of the folder in a safe place, and remember the passphrase: nobody can restore either.
              - Capture a post: exhibit capture URL

            """
    }
}
