import Archive
import Bytes
import Custody
import CustodyEvents
import Evidence
import Files
import Hashing
import Reading
import Reporting
import Storage
import Vault
import Verifier
import VerifyCommand

/// A bundle that reports are made of; read once, for however many.
final class ReportSource {
    let path: String
    /// The file's own name, or that of the exhibit in the vault.
    let name: String
    let reference: String?
    /// Why it is sensitive, in the officer's words.
    let sensitivity: String?
    /// Why the vault marks it as sensitive; nil where it does not.
    private let mark: String?
    private let argument: ExhibitArgument
    private let contents: SensitiveContent
    private let vault: String?
    private var read: ReportedBundle?

    private var shown: String { SafeText.escaped(path, limit: 4096) }

    /// `contents` says whether pages show what was posted in exhibits that are marked; `vault` names the one of the log.
    init(
        _ argument: ExhibitArgument, reference: String? = nil, sensitivity: String? = nil,
        contents: SensitiveContent = SensitiveContent(), vault: String? = nil
    ) {
        self.argument = argument
        self.contents = contents
        self.vault = vault
        let entry = argument.exhibit?.entry
        path = argument.path
        name = entry?.name ?? Folder.name(of: argument.path)
        self.reference = reference ?? entry?.reference.text
        self.sensitivity = sensitivity
        let marks = entry?.sensitivities ?? []
        mark = marks.isEmpty ? nil : "it is marked: \(marks.joined(separator: ", "))"
    }

    /// What its reports' files are called: `post`, or `OP-HERON-SJ-1` for an exhibit of the vault.
    var baseName: String {
        let base = name.hasSuffix(".wacz") ? String(name.dropLast(5)) : name
        return base.replacing("/", with: "-").replacing(":", with: "-")
    }

    func verdict(_ anchors: TrustAnchors, quick: Bool, now: Timestamp) throws -> Verdict {
        do {
            return try Verify.verdict(on: path, VerifyOptions(anchors: anchors, quick: quick, now: now))
        } catch let error as FileError {
            return Verdict.unreadable(error)
        }
    }

    /// What the bundle says of itself, with a word on standard error where it is not as sealed; a file that says nothing
    /// readable ends the command with status 65.
    func bundle() throws -> ReportedBundle {
        if let read { return read }
        let bundle = ReportedBundle(
            fileName: name, summary: try summary(),
            verdict: try BundleVerifier.verify(
                path: path, options: VerifyOptions(anchors: TrustAnchors(), quick: true)))
        if bundle.isChanged { Output.say("\(shown): \(VerdictLine.text(bundle.verdict))") }
        read = bundle
        return bundle
    }

    /// The same for a page: without what was posted, where that is not to be shown.
    func shownBundle() throws -> ReportedBundle {
        let bundle = try bundle()
        return ReportedBundle(
            fileName: bundle.fileName, summary: try shown(bundle.summary), verdict: bundle.verdict)
    }

    func shownSummary() throws -> BundleSummary { try shown(summary()) }

    private func shown(_ summary: BundleSummary) throws -> BundleSummary {
        let reason = try contents.reasonToHide(argument, ReadableBundle(path: path))
        return reason.map { summary.withoutContents($0) } ?? summary
    }

    /// What the bundle says of itself, with the mark that the vault has on it.
    private func summary() throws -> BundleSummary {
        do {
            var summary = try BundleSummary.read(ReadableBundle(path: path))
            summary.mark = mark
            return summary
        } catch let error as ContainerError {
            throw CommandError(.badInput, "\(shown): is no bundle: \(error.description)")
        } catch let error as ReadingError {
            throw CommandError(.badInput, "\(shown): \(SafeText.escaped("\(error)"))")
        }
    }

    func item() throws -> DisclosureSchedules.Item {
        DisclosureSchedules.Item(
            try bundle(), reference: reference, sensitivity: sensitivity)
    }

    /// Its events in the custody log of this machine.
    func events() throws -> Continuity.Exhibit {
        let bundle = try ExhibitArgument.bundle(inFile: path)
        let events = try CustodyLog.open(vault: vault).entries(of: bundle).map { entry in
            Continuity.Event(
                index: entry.index, time: entry.event.time, verb: entry.event.verb.rawValue,
                signer: entry.event.signer()?.holder,
                details: entry.details.map { $0.facts.map { ($0.name, $0.text) } },
                areDetailsTrue: entry.areDetailsTrue)
        }
        return Continuity.Exhibit(
            fileName: name, reference: reference, bundle: bundle.urn,
            digest: try FileDigest.sha256(of: path), events: events)
    }
}
