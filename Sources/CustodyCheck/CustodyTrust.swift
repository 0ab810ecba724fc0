public import TransparencyLogs

/// The logs and witnesses that the verifier was given; nothing of it ever comes from a transcript.
public struct CustodyTrust: Sendable {
    public var logs: [NoteVerifierKey]
    public var witnesses: [NoteVerifierKey]

    public init(logs: [NoteVerifierKey] = [], witnesses: [NoteVerifierKey] = []) {
        self.logs = logs
        self.witnesses = witnesses
    }
}
