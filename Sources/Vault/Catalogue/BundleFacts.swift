import Bytes
import Evidence
import Hashing
import Reading

/// What the catalogue takes over from a bundle. A reading: nothing of it is checked here.
struct BundleFacts: Sendable, Equatable {
    /// The words of one post.
    struct Words: Sendable, Equatable {
        var text = ""
        var author = ""
        var address = ""
    }

    var address = ""
    var outcome = ""
    var engine = ""
    var captured = ""
    /// What the page calls itself.
    var page = ""
    var platform = ""
    /// Of the first post: `@handle`, or else the name.
    var author = ""
    var posted = ""
    var signer = ""
    var bytes = 0
    var postCount = 0
    var posts: [Words] = []
    var flags: Set<String> = []
    var reports: [String] = []

    static let knownFlags = ExhibitTag.sensitive.union(["threat-to-life"])
    private static let mostPosts = 2000
    static let mostReports = 1000
    static let mostCharacters = 2000

    /// What is known of a bundle in the vault: from its file, or from beside it where that is encrypted.
    static func read(_ bundles: BundleStore, _ bundle: RandomUUID) -> BundleFacts? {
        guard bundles.isEncrypted(bundle) else { return read(bundles.path(of: bundle), as: bundle) }
        return EncryptedFacts.read(bundles.factsPath(of: bundle))
    }

    /// Reads the directory and the small files of a bundle, and none of its records. Nil for what is no bundle with this id.
    static func read(_ path: String, as id: RandomUUID) -> BundleFacts? {
        guard let bundle = try? ReadableBundle(path: path), let seal = try? bundle.seal(), seal.bundle == id,
            let capture = try? bundle.facts()
        else { return nil }
        let signer = seal.signature.signer
        var facts = BundleFacts()
        facts.bytes = bundle.bytes
        facts.address = cut(capture.target)
        facts.page = cut(capture.title ?? "")
        facts.outcome = capture.outcome.kind.rawValue
        facts.engine = capture.engine.rawValue
        facts.captured = capture.window.begun.text
        facts.signer = cut(signer.holder)
        facts.flags = flags(of: bundle)
        facts.reports = Array(((try? bundle.reports()) ?? []).prefix(mostReports)).map(cut)
        let posts = (try? bundle.posts(maximum: mostPosts)) ?? []
        if let first = posts.first {
            facts.platform = cut(first["platform"]?.string ?? "")
            facts.author = cut(
                first["author"]?["handle"]?.string.map { "@" + $0 } ?? first["author"]?["name"]?.string ?? "")
            facts.posted = cut(first["createdAt"]?.string ?? first["date"]?.string ?? "")
        }
        facts.postCount = posts.count
        facts.posts = posts.map(words)
        return facts
    }

    /// What the reports in a bundle say of who is seen or in danger.
    static func flags(of bundle: ReadableBundle) -> Set<String> {
        ExhibitTag.flags(of: bundle).intersection(knownFlags)
    }

    /// As above, of the bundle at a path; none for what is no bundle.
    static func flags(at path: String) -> Set<String> {
        (try? ReadableBundle(path: path)).map(flags(of:)) ?? []
    }

    private static func cut(_ text: String) -> String { String(text.unicodeScalars.prefix(mostCharacters)) }

    /// All that a person could look for in a post: texts and names, those of answers and quoted posts too.
    private static func words(_ post: JSONValue) -> Words {
        var words = Words()
        gather(post, into: &words)
        return words
    }

    private static func gather(_ value: JSONValue, into words: inout Words) {
        switch value {
        case .array(let values): for value in values { gather(value, into: &words) }
        case .object(let members):
            for member in members {
                switch (member.name, member.value) {
                case ("text", .string(let text)), ("title", .string(let text)),
                    ("contentWarning", .string(let text)):
                    words.text += words.text.isEmpty ? text : "\n" + text
                case ("handle", .string(let text)), ("name", .string(let text)):
                    words.author += words.author.isEmpty ? text : " " + text
                case ("url", .string(let text)):
                    words.address += words.address.isEmpty ? text : " " + text
                case ("sources", _), ("witnesses", _): break
                default: gather(member.value, into: &words)
                }
            }
        default: break
        }
    }
}
