import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Evidence
import Files
import Glibc
import Handover
import Hashing
import Sealing
import Storage
import Verifier
import VerifyCommand

/// `exhibit receipt`: what who takes a handover signs.
struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Check a handover, and sign that you received it.",
        discussion: """
            Writes the receipt and its signature, RECEIPT.p7s, both of which go back to the giver, and notes each bundle as received in the \
            custody log of this machine. A handover that is not as signed gets no receipt; where something could not be verified \
            the receipt says so.
            """)

    @Argument(help: ArgumentHelp("A handover, as a folder or a ZIP file.", valueName: "BAG")) var bag: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The receipt to write.", valueName: "FILE.json"))
    var output: String
    @Option(help: ArgumentHelp("Anything that you want to say of it.", valueName: "TEXT")) var remark: String?
    @OptionGroup var trust: HandoverTrust
    @OptionGroup var place: VaultOptions
    @OptionGroup(title: "Key") var key: KeyOptions

    func validate() throws {
        if (remark?.utf8.count ?? 0) > HandoverStatement.maximumTextBytes {
            throw ValidationError("--remark: at most \(HandoverStatement.maximumTextBytes) bytes")
        }
    }

    func run() throws {
        let now = SealingClock.system.now()
        let signatureName = output + ".p7s"
        for name in [output, signatureName] where Folder.exists(name) {
            throw FileError("create", name, number: EEXIST)
        }
        let register = try CustodyLog.open(vault: place.vault)
        // A log that takes no event is found before anything is signed.
        try register.checkHome()
        let checked = try trust.check(bag)
        guard case .handover(let outcome) = checked, let statement = outcome.statement,
            let digest = outcome.digest, outcome.status != .notAsSealed
        else {
            Output.say(checked.report(name: bag))
            throw CommandError(
                checked.status == .notAsSealed ? .notAsSealed : .badInput, "no receipt was made")
        }
        let officer = try key.unlock()
        let receipt = Receipt(
            for: statement, digest: digest, status: Int(outcome.status.rawValue), by: officer.certificate,
            remark: remark, at: now)
        let signature = try officer.sign(receipt.serialized, at: now)
        try WholeFile.create(signatureName, signature, mode: 0o644)
        do {
            try WholeFile.create(output, receipt.serialized, mode: 0o644)
        } catch {
            // Why it failed matters more than a file that could not be removed.
            try? Folder.remove(signatureName)
            throw error
        }
        do {
            try note(statement, digest, by: officer, at: now, in: register)
        } catch {
            for name in [output, signatureName] { try? Folder.remove(name) }
            throw error
        }
        if outcome.status == .cannotBeVerified {
            Output.say(
                "not everything could be verified, and the receipt says so; see: exhibit handover verify")
        }
        Output.write(
            "\(SafeText.escaped(output, limit: 4096))\n\(SafeText.escaped(signatureName, limit: 4096))\n")
    }

    private func note(
        _ statement: HandoverStatement, _ digest: SHA256Digest, by officer: OfficerIdentity,
        at now: Timestamp, in register: CustodyRegister
    ) throws {
        for bundle in statement.bundles {
            try register.record(
                .received, bundle: bundle.bundle,
                details: [
                    JSONMember("from", .string(statement.from.name)),
                    JSONMember("handover", .string(statement.handover.urn)),
                    JSONMember("statement", .string(digest.text)),
                    JSONMember("digest", .string(bundle.digest.text)),
                ], by: officer, at: now)
        }
    }
}
