public import Evidence
public import Hashing

/// The one conclusion from all findings about a file.
public struct Verdict: Sendable {
    public enum Status: Int32, Sendable {
        case intact = 0
        case notAsSealed = 1
        case cannotBeVerified = 2
    }

    public let status: Status
    /// The sentence that stands first.
    public let headline: String
    public let findings: [Finding]
    /// What the bundle says of itself, as far as it could be read.
    public let subject: Subject

    /// What was verified.
    public struct Subject: Sendable {
        public var bundle: String?
        public var statementDigest: SHA256Digest?
        public var window: CaptureWindow?
        /// The custody log's checkpoint that the statement names.
        public var custody: String?
        public var facts: CaptureFacts?
        public var records: Int?
        public var signer: Certificate?
        /// How the signer is tied to what the verifier trusts.
        public var anchor: String?
        /// What timestamp authorities told, the one before the capture first.
        public var times: [ShownTime] = []
        /// Whose keys signed the handshakes; nil after a quick check.
        public var origin: ShownOrigin?
        /// What was withheld; nil for a bundle that is whole.
        public var derivation: ShownDerivation?

        public init() {}
    }

    /// Decides; a pure function of the findings (`docs/formats/findings.md`).
    public static func decide(_ findings: [Finding], subject: Subject, words: Words = Words()) -> Verdict {
        if let unsupported = findings.first(where: { $0.weight == .unsupported }) {
            // What another version means by its files is not for this one to judge.
            return Verdict(
                status: .cannotBeVerified, headline: unsupported.text,
                findings: findings.filter { $0.weight == .unsupported || $0.weight == .note },
                subject: subject)
        }
        let status: Status
        let headline: String
        if let kind = kind(of: findings) {
            status = .notAsSealed
            let incomplete = findings.first { $0.code == "container.incomplete" }
            headline = incomplete?.text ?? words.of(kind)
        } else if let foreign = findings.first(where: { $0.weight == .foreign }) {
            status = .cannotBeVerified
            headline = foreign.text
        } else if let unanchored = findings.first(where: { $0.weight == .unanchored }) {
            status = .cannotBeVerified
            headline = unanchored.text
        } else {
            status = .intact
            headline = subject.derivation.map(words.inPart) ?? words.intact
        }
        return Verdict(status: status, headline: headline, findings: findings, subject: subject)
    }

    /// The sentences that stand first.
    public struct Words: Sendable {
        public var intact = "Nothing in this file has changed since it was sealed."
        public var altered = "This file was changed or damaged after it was sealed."
        public var damaged = "This file is damaged or incomplete."
        public var malformed =
            "This file does not have the form that the format asks for: it was changed, or made by a program that does not follow the format."

        public init() {}

        func inPart(_ derivation: ShownDerivation) -> String {
            "Intact, in part withheld: \(derivation.derivation.words) were left out. Nothing in the rest has changed since it was sealed."
        }

        func of(_ kind: Finding.Kind) -> String {
            switch kind {
            case .altered: altered
            case .damaged: damaged
            case .malformed: malformed
            }
        }
    }

    /// How the file differs from what was sealed, when it does: the gravest of its failures.
    public var kind: Finding.Kind? { Self.kind(of: findings) }

    /// Whether the file is no bundle of this format at all.
    public var isForeign: Bool { findings.contains { $0.code == "container.foreign" } }

    /// Whether the container is all that was looked at, and broken.
    public var isOfContainer: Bool {
        kind != nil && subject.bundle == nil && findings.allSatisfy { $0.dimension == .container }
    }

    private static func kind(of findings: [Finding]) -> Finding.Kind? {
        findings.compactMap { if case .failure(let kind) = $0.weight { kind } else { nil } }
            .min { rank($0) < rank($1) }
    }

    private static func rank(_ kind: Finding.Kind) -> Int {
        switch kind {
        case .altered: 0
        case .malformed: 1
        case .damaged: 2
        }
    }

    /// The status of several files: the worst, where "not as sealed" is worse than "cannot be verified".
    public static func worst(_ statuses: [Status]) -> Status {
        if statuses.contains(.notAsSealed) { return .notAsSealed }
        return statuses.contains(.cannotBeVerified) ? .cannotBeVerified : .intact
    }
}
