import Bytes
public import CustodyEvents
public import Verifier

/// Verifies a transcript of a custody log, alone or beside the bundle that it is of.
public enum TranscriptVerifier {
    public static let maximumBytes = Transcript.maximumBytes

    /// That a transcript shows nothing is a verdict, never an error; throws when the machine fails. `others` are transcripts that came by
    /// other ways: a log that shows two faces is found when they meet.
    public static func verify(
        _ bytes: [UInt8], options: VerifyOptions, trust: CustodyTrust, bundles: [KnownBundle] = [],
        others: [[UInt8]] = []
    ) throws -> Verdict {
        try verify(
            parse(bytes), options: options, trust: trust, bundles: bundles,
            others: others.compactMap { try? Transcript.parse($0) })
    }

    /// What is read once, for a caller that looks into it besides.
    public static func parse(_ bytes: [UInt8]) -> Result<Transcript, Transcript.ParseError> {
        Result { () throws(Transcript.ParseError) in try Transcript.parse(bytes) }
    }

    /// As above, for one that was read.
    public static func verify(
        _ parsed: Result<Transcript, Transcript.ParseError>, options: VerifyOptions, trust: CustodyTrust,
        bundles: [KnownBundle] = [], others: [Transcript] = []
    ) throws -> Verdict {
        let log = FindingLog()
        var subject = Verdict.Subject()
        switch parsed {
        case .success(let transcript):
            subject.bundle = transcript.bundle.urn
            var check = TranscriptCheck(transcript, options: options, trust: trust, log: log)
            do { try check.run(bundles, others) } catch is TranscriptCheck.Stopped {}
        case .failure(let error):
            log.fail(
                "custody.transcript-form", .malformed, .custody,
                SafeText.escaped(error.description, limit: 300))
        }
        return Verdict.decide(log.findings, subject: subject, words: words)
    }

    private static var words: Verdict.Words {
        var words = Verdict.Words()
        words.intact = "Every event of this transcript stands in the log, and is signed by who acted."
        words.altered = "This transcript, or the log that it is of, was changed."
        words.malformed = "This is no transcript of a custody log that follows the format."
        return words
    }
}
