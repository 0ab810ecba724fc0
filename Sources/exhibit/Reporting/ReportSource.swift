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
import Verifier
import VerifyCommand

/// A bundle that reports are made of.
struct ReportSource {
    let path: String
    let reference: String?
    /// Why it is sensitive, in the officer's words.
    let sensitivity: String?

    init(path: String, reference: String? = nil, sensitivity: String? = nil) {
        self.path = path
        self.reference = reference
        self.sensitivity = sensitivity
    }

    var name: String { Folder.name(of: path) }

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
        let shown = SafeText.escaped(path, limit: 4096)
        do {
            let summary = try BundleSummary.read(ReadableBundle(path: path))
            let bundle = ReportedBundle(
                fileName: name, summary: summary,
                verdict: try BundleVerifier.verify(
                    path: path, options: VerifyOptions(anchors: TrustAnchors(), quick: true)))
            if bundle.isChanged { Output.say("\(shown): \(VerdictLine.text(bundle.verdict))") }
            return bundle
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
        let bundle = try CustodyLog.bundle(of: path)
        let events = try CustodyLog.open().entries(of: bundle).map { entry in
            Continuity.Event(
                index: entry.index, time: entry.event.time, verb: entry.event.verb.rawValue,
                signer: entry.event.signer().map { $0.commonName ?? $0.subject },
                details: entry.details.map { details in
                    (details.json.object ?? []).map { ($0.name, $0.value.string ?? SafeJSON.text($0.value)) }
                },
                areDetailsTrue: entry.areDetailsTrue)
        }
        return Continuity.Exhibit(
            fileName: name, reference: reference, bundle: bundle.urn,
            digest: try FileDigest.sha256(of: path), events: events)
    }
}
