public import Bytes

/// The name that a bundle gets when none is asked for: `2026-11-23T1432Z_x.com_jdoe_184883.wacz`.
public enum BundleName {
    /// Words in paths that say nothing of the post.
    private static let generic: Set<String> = [
        "status", "statuses", "posts", "post", "p", "photo", "photos", "video", "videos", "watch", "reel",
        "reels",
        "comments", "r", "web", "i", "s", "permalink.php", "story.php", "index.html", "html",
    ]
    private static let maximumPartLength = 32
    private static let maximumParts = 3

    /// From the minute of the capture, the host, and what tells the post apart in the path and query.
    public static func suggested(for target: String, at time: Timestamp) -> String {
        let minute = time.text.prefix(13) + time.text.dropFirst(14).prefix(2) + "Z"
        let parts = [String(minute)] + words(of: target)
        return parts.joined(separator: "_") + ".wacz"
    }

    private static func words(of target: String) -> [String] {
        var rest = Substring(target)
        if let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") {
            rest = rest[rest.index(colon, offsetBy: 3)...]
        }
        let pieces = rest.split(separator: "/", omittingEmptySubsequences: true)
        guard let authority = pieces.first else { return ["page"] }
        var host = authority.split(separator: "@").last.map(String.init) ?? ""
        for prefix in ["www.", "m.", "mobile."] where host.hasPrefix(prefix) {
            host = String(host.dropFirst(prefix.count))
        }
        let path = pieces.dropFirst().flatMap { $0.split(whereSeparator: { "?#&=".contains($0) }) }
            .map { clean($0) }.filter { !$0.isEmpty && !generic.contains($0.lowercased()) }
        // The end of a path tells posts apart; its beginning tells whose they are.
        let chosen = path.count <= maximumParts - 1 ? path : [path[0]] + path.suffix(maximumParts - 2)
        return [clean(Substring(host))] + chosen
    }

    private static func clean(_ text: Substring) -> String {
        let kept = text.unicodeScalars.filter {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "."
                || $0 == "-"
        }
        let word = String(String.UnicodeScalarView(kept.prefix(maximumPartLength)))
        return String(word.drop { $0 == "." || $0 == "-" })
    }
}
