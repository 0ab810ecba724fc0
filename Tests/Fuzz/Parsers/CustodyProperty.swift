import Bytes
import Custody
import CustodyCheck
import CustodyEvents
import Hashing
import Sealing
import TestSupport
import TransparencyLogs
import Verifier
import Witnessing

/// What is read of custody logs: each has one spelling.
enum CustodyProperty {
    static func note(_ input: [UInt8]) -> String? {
        let text = String(decoding: input, as: UTF8.self)
        if let checkpoint = Checkpoint(text), checkpoint.text != text {
            return "the checkpoint is written differently"
        }
        if let key = NoteVerifierKey(text), key.text != text { return "the key is written differently" }
        if let request = WitnessRequest(input), request.serialized != input {
            return "the request to a witness is written differently"
        }
        guard let note = SignedNote(input) else { return nil }
        return note.serialized == input ? nil : "the note is written differently"
    }

    static func event(_ input: [UInt8]) -> String? {
        if let details = CustodyDetails(input), details.serialized != input {
            return "the details are written differently"
        }
        guard let event = CustodyEvent(input) else { return nil }
        guard event.serialized == input else { return "the event is written differently" }
        _ = event.signer()
        return nil
    }

    /// A transcript that nobody's key is given for is never intact.
    static func transcript(_ input: [UInt8]) -> String? {
        if let transcript = try? Transcript.parse(input), transcript.serialized != input {
            return "the transcript is written differently"
        }
        let verdict = try? TranscriptVerifier.verify(
            input, options: VerifyOptions(anchors: TrustAnchors()), trust: CustodyTrust())
        return verdict?.status == .intact ? "a transcript without any trust is intact" : nil
    }

    private static let register = Result {
        let folder = try TemporaryFolder()
        let register = try CustodyRegister(folder: folder.file("log"), force: "Example Police")
        let maker = try SmallBundle()
        let bundle = try SecureRandom.uuid()
        let note = try register.append(
            .begun, bundle: bundle, details: [JSONMember("target", "https://example.org/")],
            by: maker.officer,
            at: maker.begun
        ).note
        try register.record(.sealed, bundle: bundle, details: [], by: maker.officer, at: maker.begun)
        return try register.transcript(of: bundle, naming: note)
    }

    static func seeds(_ parser: FuzzedParser) throws -> [[UInt8]] {
        let transcript = try register.get()
        switch parser {
        case .note:
            return [
                transcript.checkpoint.serialized, Array(transcript.log.text.utf8),
                Array(transcript.checkpoint.text.utf8),
                WitnessRequest(
                    oldSize: 1, proof: transcript.events[0].path, note: transcript.checkpoint
                ).serialized,
            ]
        case .event: return transcript.events.flatMap { [$0.entry, $0.details ?? []] }
        default: return [transcript.serialized]
        }
    }
}
