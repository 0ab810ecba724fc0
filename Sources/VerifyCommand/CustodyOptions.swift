import ArgumentParser
import CustodyCheck
import Storage
import Verifier

/// Transcripts of custody logs, and what whoever verifies gives to trust in them.
struct CustodyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A transcript of a custody log to check, alone or beside its bundle. Repeatable.",
            valueName: "FILE"))
    var transcript: [String] = []
    @OptionGroup var keys: LogKeyOptions

    /// Checks the transcripts, each beside the bundles that were checked.
    func verify(
        beside verdicts: [(name: String, verdict: Verdict)], _ options: VerifyOptions,
        _ take: (Verdict, String) throws -> Void
    ) throws {
        guard !transcript.isEmpty else { return }
        let bundles = try verdicts.compactMap { name, verdict in
            try verdict.subject.bundle.flatMap { _ in
                KnownBundle(verdict.subject, digest: try FileDigest.sha256(of: name))
            }
        }
        let read = try transcript.map {
            try readable($0, maximumBytes: TranscriptVerifier.maximumBytes) { $0 }
        }
        for (place, path) in transcript.enumerated() {
            let others = read.indices.filter { $0 != place }.map { read[$0] }
            let verdict = try TranscriptVerifier.verify(
                read[place], options: options, trust: keys.trust, bundles: bundles, others: others)
            try take(verdict, path)
        }
    }
}
