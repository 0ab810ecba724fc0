import Bytes
import Messages
import Posts

/// What the readers made of a capture: whether the reported post is there, and what else was read.
struct PostFindings {
    /// What became of the reported post.
    enum Reported {
        /// Read, from so many records.
        case read(Post, records: Int)
        case absent(Absence, reason: String)
        /// The address is of no single post.
        case notAPost(kind: String, platform: String)
        /// No reader knew it in what was recorded.
        case notRead(reason: String)
    }

    let reported: Reported
    /// What was left out, in plain English.
    let notes: [String]
    /// Media of the reported post that were not recorded.
    let missingMedia: [HTTPAddress]

    /// The reported post, when it was read, and then the others.
    private let ordered: [WitnessedPost]
    private let hasReported: Bool
    private let visibleText: String?
    private let media: [String: RecordedMedia]
    private let proof: AuthorProofResult?

    private static let maximumLines = 2000

    init(
        posts: [WitnessedPost], unread: [PostCollection.Unread], pages: Set<String>, visibleText: String?,
        media: [String: RecordedMedia],
        proof: AuthorProofResult?, target: String, final: String?, leftOut: Int, tooLarge: Int
    ) {
        let address = Self.address(target: target, final: final)
        let reported = posts.first { Self.isReported($0, address, pages) && Absence($0.main.post) == nil }
        if let reported {
            self.reported = .read(reported.main.post, records: reported.witnesses.count + 1)
        } else if let other = Self.other(posts, address, pages) {
            self.reported = .notRead(
                reason:
                    "the page was loaded; the post in it is another one than was asked for, by its own address: \(SafeText.escaped(other, limit: 400))"
            )
        } else {
            self.reported = Self.without(posts, unread, pages, address)
        }
        let others = posts.enumerated().filter { $1.main != reported?.main }.map(\.element)
        ordered = (reported.map { [$0] } ?? []) + others
        hasReported = reported != nil
        self.visibleText = visibleText
        self.media = media
        self.proof = proof
        missingMedia = reported.map { Self.missing($0.main, media) } ?? []
        var notes: [String] = []
        let more = max(0, ordered.count - Self.maximumLines) + leftOut
        if more > 0 { notes.append("\(more) more posts were seen than are listed") }
        if tooLarge > 0 { notes.append("\(tooLarge) answers were too large to be read for posts") }
        self.notes = notes
    }

    /// Lines for `evidence/posts.jsonl`, the reported post first.
    var lines: [[UInt8]] {
        ordered.prefix(Self.maximumLines).enumerated().map { place, post in
            let isReported = hasReported && place == 0
            let visible =
                isReported ? visibleText.flatMap { VisibleText.search(post.main.post, in: $0) } : nil
            return PostLine.bytes(
                post, isReported: isReported, visible: visible, media: media,
                proof: isReported ? proof : nil)
        }
    }

    private static let maximumMedia = 40

    /// Files that can be fetched as they are; streams in parts cannot.
    private static func missing(_ reading: PostReading, _ media: [String: RecordedMedia]) -> [HTTPAddress] {
        let addresses = reading.post.media.flatMap { [$0[.url], $0[.poster]] }.compactMap { $0?.string }
        let found = addresses.compactMap { HTTPAddress(reading.address)?.following($0) }
        return found.filter { address in
            let path = address.pathAndQuery.prefix { $0 != "?" }
            return media[address.text] == nil && ![".m3u8", ".mpd"].contains(where: path.hasSuffix)
        }.prefix(maximumMedia).map(\.self)
    }

    /// A short link is known by where it led.
    private static func address(target: String, final: String?) -> PostAddress? {
        let asked = PostAddress(target)
        guard let final, asked?.kind == .shortLink || asked?.kind == .other, let led = PostAddress(final),
            led.kind != .other
        else { return asked }
        return led
    }

    private static func isReported(_ post: WitnessedPost, _ address: PostAddress?, _ pages: Set<String>)
        -> Bool
    {
        let readings = [post.main] + post.witnesses.map(\.reading)
        guard let address else { return false }
        if readings.contains(where: { address.matches($0.post) }) { return true }
        return readings.contains { reading in
            isMarked(reading, address, pages)
                && (address.kind == .shortLink
                    || PageAddress.isSame(asked: address.original, marked: Self.ownAddress(reading)))
        }
    }

    /// On a site without ids the page is the post, when it says who wrote what or when.
    private static func isMarked(_ reading: PostReading, _ address: PostAddress, _ pages: Set<String>) -> Bool
    {
        guard address.platform == .web || address.kind == .shortLink else { return false }
        return pages.contains(reading.record) && reading.post.text != nil
            && (!reading.post.author.isEmpty || reading.post[.createdAt] != nil)
    }

    /// What a page marks as the address of its post; where it marks none, where the page was.
    private static func ownAddress(_ reading: PostReading) -> String {
        guard let marked = reading.post[.url]?.string else { return reading.address }
        return HTTPAddress(reading.address)?.following(marked)?.text ?? marked
    }

    /// The address of the post that was read in the page instead of the one that was asked for; nil where none was.
    private static func other(_ posts: [WitnessedPost], _ address: PostAddress?, _ pages: Set<String>)
        -> String?
    {
        guard let address else { return nil }
        let readings = posts.flatMap { [$0.main] + $0.witnesses.map(\.reading) }
        return readings.first { isMarked($0, address, pages) && Absence($0.post) == nil }.map(ownAddress)
    }

    private static func without(
        _ posts: [WitnessedPost], _ unread: [PostCollection.Unread], _ pages: Set<String>,
        _ address: PostAddress?
    ) -> Reported {
        let readings = posts.flatMap { [$0.main] + $0.witnesses.map(\.reading) }
        let absent = readings.first { reading in
            guard Absence(reading.post) != nil else { return false }
            if address?.matches(reading.post) == true || pages.contains(reading.record) { return true }
            // The public interface was asked for this very post.
            return [address?.id, address?.code].compactMap(\.self).contains { reading.address.contains($0) }
        }
        if let absent, let absence = Absence(absent.post) {
            let words = absent.post.unavailable[.reason]?.string ?? absent.post.unavailable[.status]?.string
            return .absent(
                absence, reason: words.map { "“\(SafeText.escaped($0))”" } ?? "the post is marked as erased")
        }
        guard let address, address.platform != .web else {
            return .notRead(
                reason: "the page was loaded; it does not say in a form that is known who wrote what")
        }
        switch address.kind {
        case .profile, .search, .group:
            return .notAPost(kind: address.kind.rawValue, platform: address.platform.name)
        case .other: return .notAPost(kind: "page", platform: address.platform.name)
        default: break
        }
        let isUnknown = unread.contains { pages.contains($0.record) } || posts.isEmpty
        return .notRead(
            reason: isUnknown
                ? "the page was loaded; post not read: unknown form of \(address.platform.name)"
                : "the page was loaded; other posts were read in it, the reported one was not")
    }
}
