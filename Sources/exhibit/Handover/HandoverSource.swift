import Bytes
import CustodyEvents
import Evidence
import Files
import Hashing
import Reporting
import Sealing
import Storage
import Vault
import Verifier
import VerifyCommand

/// A bundle that is to be handed over, and what a full check of it gave just now.
struct HandoverSource {
    /// What it is called in front of a person; safe to print.
    let shown: String
    /// The file's own name, or the exhibit's in the vault.
    let name: String
    let argument: ExhibitArgument
    /// Held open from before the check until it is copied: so what is handed over is what was checked.
    let file: OpenFile
    let digest: SHA256Digest
    let verdict: Verdict
    let bundle: RandomUUID
    let signer: Certificate?
    /// Files beside it, with the numbers in their names.
    let sidecars: [(number: Int, bytes: [UInt8])]

    /// Checks a bundle that this officer may disclose; ends the command with the verdict's status when it is not as sealed.
    static func open(_ argument: ExhibitArgument, anchors: TrustAnchors, by officer: OfficerIdentity) throws
        -> HandoverSource
    {
        try argument.exhibit?.vault.require(.disclose, of: officer)
        let path = argument.path
        let file = try OpenFile.reading(path)
        let mark = try file.changeMark()
        let digest = try FileDigest.sha256(of: file)
        let sidecars = try sidecars(of: path)
        var options = VerifyOptions(anchors: anchors, now: SealingClock.system.now())
        options.sidecars = sidecars.map { (Folder.name(of: Sidecar.path(beside: path, $0.number)), $0.bytes) }
        options.fileDigest = digest
        let verdict = try BundleVerifier.verify(path: path, options: options)
        guard verdict.status != .notAsSealed, !verdict.isForeign else {
            throw CommandError(
                verdict.isForeign ? .badInput : .notAsSealed,
                "\(argument.shown): \(VerdictLine.text(verdict))")
        }
        guard let id = verdict.subject.bundle.flatMap({ RandomUUID(urn: $0) }),
            try file.changeMark() == mark, try OpenFile.reading(path).changeMark() == mark
        else {
            throw CommandError(
                .io, "\(argument.shown): was changed while it was checked")
        }
        return HandoverSource(
            shown: argument.shown, name: argument.exhibit?.entry.name ?? Folder.name(of: path),
            argument: argument,
            file: file,
            digest: digest, verdict: verdict, bundle: id,
            signer: verdict.subject.signer, sidecars: sidecars)
    }

    private static func sidecars(of path: String) throws -> [(number: Int, bytes: [UInt8])] {
        try Sidecar.paths(beside: path, where: Folder.exists).enumerated().map { place, name in
            (place + 1, try WholeFile.read(name, maximumBytes: Sidecar.maximumBytes))
        }
    }
}
