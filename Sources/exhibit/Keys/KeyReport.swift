import Bytes
import Hashing
import Verifier

/// What a key's owner is told about it.
enum KeyReport {
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
