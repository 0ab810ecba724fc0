import Archive
import Bytes
import CustodyCheck
import Files
import Foreign
import Glibc
import Handover
import Hashing
import SealedParts
import Storage
import Verifier
import VerifyCommand

/// A bag that somebody gave, a folder or a ZIP file, and what a check of it gave.
enum CheckedHandover {
    case handover(HandoverCheck.Outcome)
    /// A bag or a file of another maker, checked as such.
    case foreign(Verdict)

    static func check(_ path: String, options: VerifyOptions, custody: CustodyTrust) throws
        -> CheckedHandover
    {
        if Folder.isFolder(path) {
            if Folder.exists(path + "/" + PartsList.fileName) {
                throw CommandError(
                    .badInput,
                    "\(SafeText.escaped(path, limit: 4096)): is encrypted; open it first with: exhibit open \(SafeText.escaped(path)) -o handover.zip"
                )
            }
            if let outcome = try HandoverCheck.run(
                path, options: options, custody: custody, page: HandoverPages.known)
            {
                return .handover(outcome)
            }
            return .foreign(
                try ForeignVerifier.verify(path: path, isFolder: true, isAccepted: false, options: options))
        }
        do {
            let bag = try UnpackedBag(path, in: EnvironmentVariable.value("TMPDIR") ?? "/tmp")
            if let outcome = try HandoverCheck.run(
                bag.folder, options: options, custody: custody, page: HandoverPages.known)
            {
                return .handover(outcome)
            }
        } catch let error as ContainerError {
            // Another maker's bag has another form; one of ours that was changed is not to pass as one.
            Output.say("\(SafeText.escaped(path, limit: 4096)): no ZIP file as exhibit writes it: \(error)")
        }
        return .foreign(
            try ForeignVerifier.verify(path: path, isFolder: false, isAccepted: false, options: options))
    }

    var status: Verdict.Status {
        switch self {
        case .handover(let outcome): outcome.status
        case .foreign(let verdict): verdict.status
        }
    }

    /// The bag first, then each bundle and its transcript.
    func verdicts(name: String) -> [(name: String, verdict: Verdict)] {
        switch self {
        case .foreign(let verdict): [(name, verdict)]
        case .handover(let outcome):
            [(name, outcome.verdict)] + outcome.inside.map { (name + "/" + $0.path, $0.verdict) }
        }
    }

    /// The report, in the same order.
    func report(name: String) -> String {
        switch self {
        case .foreign(let verdict):
            return "Not a handover of this program; checked by the rules of its own kind.\n\n"
                + VerdictText.report(verdict, name: name)
        case .handover(let outcome):
            var text = VerdictText.report(outcome.verdict, name: name)
            if let statement = outcome.statement { text += Self.facts(statement, outcome) }
            for one in outcome.inside {
                text += "\n" + VerdictText.report(one.verdict, name: one.path)
            }
            return text
        }
    }

    private static func facts(_ statement: HandoverStatement, _ outcome: HandoverCheck.Outcome) -> String {
        var rows = [
            "Handover   \(statement.handover.urn)", "Given      \(statement.time.text)",
            "By         \(SafeText.escaped(statement.from.name)), \(SafeText.escaped(statement.from.organization ?? "no force named"))",
            "To         \(SafeText.escaped(statement.to))",
        ]
        if let reason = statement.reason { rows.append("Reason     \(SafeText.escaped(reason))") }
        if let signer = outcome.signer {
            rows.append("Key        \(KeyText.short(signer.keyDigest))  \(signer.keyDigest.text)")
        }
        rows.append(
            "Trusted    \(outcome.anchor.map { "yes: \($0)" } ?? "no: nothing that you gave ties this key to a person")"
        )
        rows.append("Bundles    \(statement.bundles.count)")
        return "\nWhat the handover says:\n" + rows.map { "  \($0)\n" }.joined()
    }
}
