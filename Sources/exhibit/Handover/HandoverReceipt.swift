import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Evidence
import Files
import Handover
import Hashing
import TransparencyLogs
import Verifier
import VerifyCommand

/// `exhibit handover receipt`: the receipt comes back to who gave.
struct HandoverReceipt: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Take a receipt into the custody log.",
        discussion: """
            The signature is RECEIPT.p7s. The receipt must be for a handover that this machine's log has, of all bundles in it, and signed by \
            whom you trust; otherwise nothing is noted (status 1 and 2).
            """)

    @Argument(help: ArgumentHelp("A receipt.", valueName: "RECEIPT")) var receipt: String
    @OptionGroup var trusted: TrustOptions
    @OptionGroup var place: VaultOptions
    @OptionGroup(title: "Key") var key: KeyOptions

    func run() throws {
        let text = try WholeFile.read(receipt, maximumBytes: 16 << 20)
        let signed = try WholeFile.read(receipt + ".p7s", maximumBytes: SignedData.maximumBytes)
        let (form, signature): (Receipt, SignedData)
        do throws(SignedFormError) { (form, signature) = try Receipt.verified(text, signed) } catch {
            let isNewer = if case .newerVersion = error { true } else { false }
            throw CommandError(
                isNewer ? .cannotBeVerified : .notAsSealed,
                "\(SafeText.escaped(receipt, limit: 4096)): \(error)")
        }
        let register = try CustodyLog.open(vault: place.vault)
        let digest = SHA256Digest.of(text)
        try requireGiven(form, digest, register)
        let standing = try SignerStanding(
            of: signature, signedAt: form.time, to: trusted.anchors(), what: "receipt")
        Output.write(Self.report(form, signature.signer, standing))
        guard standing.anchor != nil else { throw ExitStatus.cannotBeVerified.code }
        let officer = try key.unlock()
        for bundle in form.bundles {
            let index = try register.record(
                .received, bundle: bundle.bundle,
                details: [
                    JSONMember("by", .string(form.by.name)), JSONMember("received", .string(form.time.text)),
                    JSONMember("handover", .string(form.handover.urn)),
                    JSONMember("statement", .string(form.statement.text)),
                    JSONMember("receipt", .string(digest.text)),
                ], by: officer, at: SealingClock.system.now())
            Output.write("entry \(index)\n")
        }
    }

    /// The log must have given these bundles in this handover, and no others; and not have this receipt yet.
    private func requireGiven(_ form: Receipt, _ digest: SHA256Digest, _ register: CustodyRegister) throws {
        var given: [RandomUUID: String] = [:]
        let size = try register.log.note().checkpoint.size
        for first in stride(from: 0, to: size, by: CustodyRegister.entriesAtOnce) {
            for entry in try register.entries(from: first, upTo: size) where entry.areDetailsTrue {
                guard let details = entry.details?.json else { continue }
                switch entry.event.verb {
                case .handedOver where details["statement"]?.string == form.statement.text:
                    guard details["handover"]?.string == form.handover.urn, let bundle = entry.event.bundle
                    else { throw refusal("the log has that list under another handover's id") }
                    given[bundle] = details["digest"]?.string
                case .received where details["receipt"]?.string == digest.text:
                    throw CommandError(
                        .usage, "\(SafeText.escaped(receipt, limit: 4096)): the log has this receipt already")
                default: continue
                }
            }
        }
        for bundle in form.bundles where given[bundle.bundle] != bundle.digest.text {
            throw refusal(
                "this machine's log has no handover of \(bundle.bundle.urn) that it could be for")
        }
        if let missing = given.keys.first(where: { one in !form.bundles.contains { $0.bundle == one } }) {
            throw refusal("the log has \(missing.urn) in that handover, and the receipt does not")
        }
    }

    private func refusal(_ why: String) -> CommandError {
        CommandError(.notAsSealed, "\(SafeText.escaped(receipt, limit: 4096)): \(why)")
    }

    private static func report(_ form: Receipt, _ signer: Certificate, _ standing: SignerStanding) -> String {
        var lines = [
            "Receipt for \(form.handover.urn)",
            "  by       \(SafeText.escaped(form.by.name)), \(SafeText.escaped(form.by.organization ?? "no office named"))",
            "  at       \(form.time.text)",
            "  found    \(form.status == 0 ? "everything as it was signed and sealed" : "nothing wrong, and not everything could be verified")",
            "  key      \(KeyText.short(signer.keyDigest))  \(signer.keyDigest.text)",
            "  trusted  \(standing.anchor.map { "yes: \($0)" } ?? "no; nothing was noted")",
        ]
        if let remark = form.remark { lines.append("  remark   \(SafeText.escaped(remark, limit: 4096))") }
        lines += standing.findings.map { "  - \($0.text) [\($0.code)]" }
        return lines.joined(separator: "\n") + "\n"
    }
}
