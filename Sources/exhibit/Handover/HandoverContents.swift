import Bytes
import Custody
import CustodyEvents
import Evidence
import Handover
import Hashing
import Reporting
import TransparencyLogs
import Verifier
import VerifyCommand

/// What goes into a handover.
struct HandoverContents {
    let bundles: [HandoverStatement.Bundle]
    let log: HandoverStatement.Log?
    /// Every file of the bag's payload. What is to be in each handover besides is added to this list, in `init`.
    let items: [BagItem]

    /// `register` is nil where no transcript is wanted.
    init(
        _ sources: [HandoverSource], register: CustodyRegister?, giver: Certificate, heldBack: [String],
        pages: HandoverPages
    ) throws {
        var items: [BagItem] = []
        var bundles: [HandoverStatement.Bundle] = []
        for source in sources {
            guard !bundles.contains(where: { $0.bundle == source.bundle }) else {
                throw CommandError(
                    .usage, "\(source.shown): the bundle is named twice")
            }
            let path = BagPath.path(
                for: source.name, ending: ".wacz", taken: Set(bundles.map(\.path)))
            items.append(BagItem(path, .file(source.file)))
            let sidecars = source.sidecars.map {
                BagItem(Sidecar.path(beside: path, $0.number), .bytes($0.bytes))
            }
            items += sidecars
            var transcript: BagItem?
            if let register {
                let named = source.verdict.subject.custody.flatMap { SignedNote(Array($0.utf8)) }
                let events = try register.transcript(of: source.bundle, naming: named)
                if !events.events.isEmpty {
                    transcript = BagItem(path + ".transcript.json", .bytes(events.serialized))
                }
            }
            items += [transcript].compactMap { $0 }
            bundles.append(
                HandoverStatement.Bundle(
                    bundle: source.bundle, path: path, name: source.name, digest: source.digest,
                    sidecars: sidecars.map(\.path), transcript: transcript?.path))
        }
        let verdicts = zip(bundles, sources).map { (name: $0.path, verdict: $1.verdict) }
        let report = verdicts.map { VerdictText.report($0.verdict, name: $0.name) }.joined(separator: "\n")
        for (bundle, source) in zip(bundles, sources) {
            items += try pages.items(of: source, beside: bundle.path)
        }
        items += [
            HandoverPages.verifyPage,
            BagItem("data/report.txt", .bytes(Array(report.utf8))),
            BagItem("data/report.json", .bytes(Array(VerdictJSON.report(verdicts).utf8))),
            BagItem("data/verify-by-hand.md", .bytes(StockToolGuide.page)),
            BagItem("data/verify-by-hand.sh", .bytes(StockToolGuide.script)),
            BagItem(
                "data/certificates.pem", .bytes(Self.certificates([giver] + sources.compactMap(\.signer)))),
            BagItem("data/schedule.csv", .bytes(HandoverSchedule.items(sources, bundles))),
        ]
        if !heldBack.isEmpty {
            items.append(
                BagItem("data/schedule-sensitive.csv", .bytes(HandoverSchedule.sensitive(heldBack))))
        }
        self.items = items
        self.bundles = bundles
        log = try register.map {
            HandoverStatement.Log(
                key: $0.log.key.text,
                checkpoint: String(decoding: try $0.log.note().note.serialized, as: UTF8.self))
        }
    }

    func hasTranscript(_ source: HandoverSource) -> Bool {
        bundles.contains { $0.bundle == source.bundle && $0.transcript != nil }
    }

    /// Each certificate once, with words that no reader of PEM takes for one.
    private static func certificates(_ all: [Certificate]) -> [UInt8] {
        var text =
            """
            These certificates came with the handover, so they show nothing by themselves. Compare each digest with the printed
            statement, or with what that person or their force told you; trust a key only then.


            """
        var shown: Set<Certificate> = []
        for one in all where shown.insert(one).inserted {
            text += """
                Name         \(SafeText.escaped(one.holder, limit: 120))
                Force        \(SafeText.escaped(one.organization ?? "", limit: 120))
                Key          \(KeyText.short(one.keyDigest))  \(one.keyDigest.text)
                Certificate  \(one.digest.text)

                """
            text += String(decoding: CertificatePEM.encode(one), as: UTF8.self) + "\n"
        }
        return Array(text.utf8)
    }
}
