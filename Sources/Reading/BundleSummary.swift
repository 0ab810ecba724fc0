public import Bytes
public import Evidence
public import Hashing

/// What a bundle says of itself, gathered for a person.
public struct BundleSummary: Sendable {
    /// Of the whole file.
    public let digest: SHA256Digest
    public let bytes: Int
    public private(set) var facts: CaptureFacts
    public let note: OfficerNote?
    public let statement: CaptureStatement
    public let statementDigest: SHA256Digest
    /// What was withheld; nil for a bundle that is whole.
    public let derivation: Derivation?
    /// Who claims to have signed.
    public let signer: Certificate
    /// How many records there are of each type, in the order of the format.
    public let counts: [(type: RecordType, count: Int)]
    public let screenshots: [Screenshot]
    /// Posts as they were read when the bundle was made, the reported one first (`evidence/posts.jsonl`).
    public private(set) var posts: [JSONValue]
    /// What a person stated of it (`evidence/case.json`); null where there is nothing.
    public let stated: JSONValue
    /// What the capture rests on, as stated (`evidence/authority.json`).
    public let authority: JSONValue

    /// The reports that it is of, as stated.
    public var reports: [JSONValue] { stated["reports"]?.array ?? [] }

    /// Why who keeps the bundle marks it as sensitive; nil where only its reports tell.
    public var mark: String?

    /// Why its pictures are shown nowhere, in plain English; nil where they may be.
    public var sensitivity: String? {
        if let mark { return mark }
        let flags = ReadableBundle.flags(of: reports)
        let reasons = SensitiveFlag.allCases.filter { flags.contains($0.rawValue) }.map(\.words)
        return reasons.isEmpty
            ? nil : "the report marks it as showing \(reasons.joined(separator: " and "))"
    }

    /// Why what was posted is left out, in plain English; nil where all is there.
    public private(set) var hidden: String?

    /// The same without what was posted: no post, no title of the page. `reason` is told in their place.
    public func withoutContents(_ reason: String) -> BundleSummary {
        var summary = self
        summary.hidden = reason
        summary.posts = []
        summary.facts.title = nil
        return summary
    }

    /// A screenshot among the records.
    public struct Screenshot: Sendable {
        public let moment: Moment
        public let place: RecordPlace
        public let size: PNGSize?
        /// The image; nil when it is too large to be kept in memory, or cannot be read.
        public let image: [UInt8]?
    }

    /// When a screenshot was taken.
    public enum Moment: String, Sendable, CaseIterable {
        /// Before the program touched the page.
        case untouched = "urn:view:"
        /// The whole page at the end.
        case wholePage = "urn:fullPage:"
    }

    private static let maximumScreenshots = 8
    private static let maximumPosts = 200
    private static let maximumImageBytes = 24 << 20

    /// Reads a bundle. Throws `ReadingError` when it does not say what every bundle says.
    public static func read(_ bundle: ReadableBundle) throws -> BundleSummary {
        var counts: [RecordType: Int] = [:]
        var found: [(moment: Moment, place: RecordPlace)] = []
        try bundle.forEachRecord { place in
            counts[place.line.type, default: 0] += 1
            guard place.line.type == .resource, let uri = place.line.uri, found.count < maximumScreenshots,
                let moment = Moment.allCases.first(where: { uri.hasPrefix($0.rawValue) })
            else { return }
            found.append((moment, place))
        }
        let screenshots = try found.map { try screenshot($0, at: $1, in: bundle) }
        let (statement, statementDigest) = try bundle.statement()
        return BundleSummary(
            digest: try bundle.digest(), bytes: bundle.bytes, facts: try bundle.facts(),
            note: try bundle.note(),
            statement: statement,
            statementDigest: statementDigest, derivation: try bundle.derivation(),
            signer: try bundle.signer(),
            counts: RecordType.allCases.compactMap { type in counts[type].map { (type, $0) } },
            screenshots: screenshots, posts: try bundle.posts(maximum: maximumPosts),
            stated: try bundle.stated(BundlePath.caseFile),
            authority: try bundle.stated(BundlePath.authority))
    }

    /// A screenshot that cannot be read is one without image: the verdict tells why, and the rest is still shown.
    private static func screenshot(_ moment: Moment, at place: RecordPlace, in bundle: ReadableBundle) throws
        -> Screenshot
    {
        do {
            let (image, isWhole) = try bundle.block(of: place, maximumBytes: maximumImageBytes)
            return Screenshot(
                moment: moment, place: place, size: PNGSize(image), image: isWhole ? image : nil)
        } catch is ReadingError {
            return Screenshot(moment: moment, place: place, size: nil, image: nil)
        }
    }
}
