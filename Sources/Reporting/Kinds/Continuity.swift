public import Bytes
public import Hashing

/// Who had a bundle, from whom and to whom, out of the custody log.
public struct Continuity {
    /// One event of the log.
    public struct Event: Sendable {
        public let index: Int
        public let time: Timestamp
        public let verb: String
        /// Who signed it; nil when the signature is not that of who is said to have acted.
        public let signer: String?
        /// Names and values, as they were noted; nil when they were erased.
        public let details: [(name: String, value: String)]?
        /// Whether the details are those that the event was signed over.
        public let areDetailsTrue: Bool

        public init(
            index: Int, time: Timestamp, verb: String, signer: String?,
            details: [(name: String, value: String)]?, areDetailsTrue: Bool
        ) {
            self.index = index
            self.time = time
            self.verb = verb
            self.signer = signer
            self.details = details
            self.areDetailsTrue = areDetailsTrue
        }
    }

    /// A bundle with its events.
    public struct Exhibit: Sendable {
        public let fileName: String
        public let reference: String?
        public let bundle: String
        public let digest: SHA256Digest
        public let events: [Event]

        public init(
            fileName: String, reference: String?, bundle: String, digest: SHA256Digest, events: [Event]
        ) {
            self.fileName = fileName
            self.reference = reference
            self.bundle = bundle
            self.digest = digest
            self.events = events
        }
    }

    private let exhibits: [Exhibit]
    private let made: Timestamp
    private let clock: WallClock

    public init(_ exhibits: [Exhibit], made: Timestamp, clock: WallClock) {
        self.exhibits = exhibits
        self.made = made
        self.clock = clock
    }

    public var html: String {
        let name = exhibits.count == 1 ? exhibits[0].fileName : "\(exhibits.count) exhibits"
        var page = ReportPage("Continuity", title: name, made: made)
        page.body.paragraph(
            "Every event is an entry of the custody log, signed by who acted. The log is this force’s own: that none was left out is shown only by a checkpoint that somebody else holds."
        )
        for exhibit in exhibits { add(exhibit, to: &page.body) }
        return page.html
    }

    private func add(_ exhibit: Exhibit, to body: inout HTMLBody) {
        body.heading(2, [exhibit.reference, exhibit.fileName].compactMap(\.self).joined(separator: ", "))
        body.facts([("Bundle", exhibit.bundle)])
        body.digest("File now, SHA-256", exhibit.digest)
        guard !exhibit.events.isEmpty else {
            return body.paragraph("The log on this machine has no event of it.")
        }
        body.table(
            "Events of the log, in their order",
            ["Entry", "When", "What", "Who", "From or to", "Why", "Digest of the file"],
            exhibit.events.map { row($0, of: exhibit) })
    }

    private func row(_ event: Event, of exhibit: Exhibit) -> [String] {
        func detail(_ names: String...) -> String? {
            event.details?.first { names.contains($0.name) && !$0.value.isEmpty }?.value
        }
        let why: String
        if event.details == nil {
            why = "details erased"
        } else {
            let other = (event.details ?? []).filter {
                !["why", "digest", "to", "from", "by"].contains($0.name)
            }.map { "\($0.name): \($0.value)" }
            why = ([detail("why")].compactMap(\.self) + other).joined(separator: "\n")
        }
        return [
            String(event.index), clock.words(event.time), event.verb,
            event.signer ?? "NOT SIGNED by who is said to have acted",
            [detail("from").map { "from \($0)" }, detail("to").map { "to \($0)" }].compactMap(\.self)
                .joined(separator: "\n"),
            event.areDetailsTrue || event.details == nil ? why : "CHANGED since it was signed\n" + why,
            digestWords(detail("digest"), exhibit),
        ]
    }

    private func digestWords(_ text: String?, _ exhibit: Exhibit) -> String {
        guard let text else { return "" }
        return text == exhibit.digest.text
            ? "the same as now" : "ANOTHER than now: \(text)"
    }
}
