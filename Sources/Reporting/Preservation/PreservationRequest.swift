public import Bytes
import Evidence
public import Hashing
import Posts
public import Reading

/// A request to a platform to preserve what it has of captured posts, drafted from the captures.
///
/// Its file (`docs/formats/preservation.md`) has an id; what the platform hands over names that and the digest of the file.
public struct PreservationRequest: Sendable {
    public static let format = "exhibit-preservation/1"
    static let maximumBytes = 1 << 20

    /// A post or page of which something is to be preserved.
    public struct Item: Sendable, Equatable {
        public let url: String
        public let postID: String?
        public let accountID: String?
        public let handle: String?
        /// As the platform showed it.
        public let posted: String?
        /// Hidden in the identifier.
        public let identifierTime: String?
        /// The bundle that holds it, and its digest.
        public let bundle: String
        public let digest: String

        /// The reported post of a bundle; what its address tells where none was read.
        public init(_ summary: BundleSummary) {
            let post = summary.posts.first { $0["reported"]?.bool == true }
            let address = PostAddress(summary.facts.target)
            url = post?["url"]?.string ?? address?.canonical ?? summary.facts.target
            postID = post?["postId"]?.string ?? address?.id
            accountID = post?["author"]?["id"]?.string
            handle = post?["author"]?["handle"]?.string ?? address?.handle
            posted = post?["createdAt"]?.string ?? post?["date"]?.string
            let platform = address?.platform ?? post?["platform"]?.string.flatMap(Platform.init(rawValue:))
            identifierTime =
                post?["identifierTime"]?["time"]?.string
                ?? postID.flatMap { id in platform.flatMap { IdentifierTime.time(of: id, on: $0) } }
            bundle = summary.statement.bundle.urn
            digest = summary.digest.text
        }

        fileprivate var json: JSONValue {
            [
                "url": .string(url), "postId": JSONValue(postID), "accountId": JSONValue(accountID),
                "handle": JSONValue(handle), "posted": JSONValue(posted),
                "identifierTime": JSONValue(identifierTime), "bundle": .string(bundle),
                "digest": .string(digest),
            ]
        }
    }

    public let id: RandomUUID
    public let platform: String
    public let made: Timestamp
    /// The period asked for, as dates or times; nil is left open in the letter.
    public let from: String?
    public let until: String?
    public let items: [Item]

    /// The period, where none is given, begins with the earliest post and ends with the latest capture.
    public init(
        id: RandomUUID, platform: String, made: Timestamp, from: String?, until: String?,
        bundles: [BundleSummary]
    ) {
        self.id = id
        self.platform = platform
        self.made = made
        items = bundles.map(Item.init)
        let times = items.compactMap { $0.posted ?? $0.identifierTime }.compactMap { Timestamp($0) }
        self.from = from ?? times.min()?.text
        self.until = until ?? bundles.map(\.facts.window.ended).max()?.text
    }

    /// The file.
    public var serialized: [UInt8] {
        let json: JSONValue = [
            "format": .string(Self.format), "id": .string(id.urn), "platform": .string(platform),
            "made": .string(made.text), "from": JSONValue(from), "until": JSONValue(until),
            "items": .array(items.map(\.json)),
        ]
        return json.serialized() + [0x0A]
    }

    public var digest: SHA256Digest { SHA256Digest.of(serialized) }

    /// The letter, in plain text.
    public var text: String { letter.map { SafeText.escaped($0, limit: 10_000) + "\n" }.joined() }

    private var letter: [String] {
        let texts = DatedTexts.preservation
        var lines = [
            "PRESERVATION REQUEST (DRAFT)", "", "To: \(platform)", "Request: \(id.urn)", "Date: \(made.text)",
            "",
            "Please preserve, and do not delete or change, for the period from \(from ?? "____") to \(until ?? "____"):",
        ]
        lines += texts.list("asked").map { "  - \($0)" } + ["", "It concerns:"]
        for (place, item) in items.enumerated() {
            lines += ["  \(place + 1). \(item.url)"] + rows(item).map { "     \($0.name): \($0.value)" }
        }
        return lines + [
            "",
            "This request asks for preservation, not for disclosure. Please confirm it, and quote the number above.",
            "", "Name, force, power relied on, signature:", "", "Check with your force's guidance:",
        ] + texts.checks.map { "  - \($0)" }
    }

    private func rows(_ item: Item) -> [(name: String, value: String)] {
        [
            ("Post id", item.postID), ("Account id", item.accountID),
            ("Account", item.handle.map { "@" + $0 }),
            ("Posted, as shown", item.posted), ("Time in the id", item.identifierTime),
            ("Our file, SHA-256", item.digest),
        ].compactMap { name, value in value.map { (name, $0) } }
    }

    public var html: String {
        let texts = DatedTexts.preservation
        var page = ReportPage("Preservation request, draft", title: "To \(platform)", made: made)
        page.body.paragraph("DRAFT", "draft")
        page.body.facts([("Request", id.urn), ("Date", TimeWords.utc(made))])
        page.body.paragraph(
            "Please preserve, and do not delete or change, for the period from \(from ?? "____________") to \(until ?? "____________"):"
        )
        page.body.list(texts.list("asked"))
        page.body.heading(2, "It concerns")
        for item in items {
            page.body.facts([("Address", item.url)] + rows(item).map { ($0.name, $0.value) })
        }
        page.body.paragraph(
            "This request asks for preservation, not for disclosure. Please confirm it, and quote the number above."
        )
        page.body.heading(2, "Name, force, power relied on, signature")
        page.body.blankLines(3, label: "Blank lines for name, force, power relied on and signature")
        page.body.checks(texts)
        return page.html
    }

    /// What an import names when it answers a request: the id and the digest of the request's file.
    public static func reference(_ bytes: [UInt8]) -> JSONValue? {
        guard bytes.count <= maximumBytes, let json = try? JSONReader.parse(bytes),
            json["format"]?.string == format, let id = json["id"]?.string.flatMap({ RandomUUID(urn: $0) }),
            let platform = json["platform"]?.string
        else { return nil }
        return [
            "request": .string(id.urn), "digest": .string(SHA256Digest.of(bytes).text),
            "platform": .string(platform),
        ]
    }
}
