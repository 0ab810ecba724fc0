import Bytes

/// A file of what a platform or a person handed over, read for the posts and messages in it while it streams by.
///
/// Which form it has its name tells, and its beginning. Memory does not grow with the file.
public struct ExportFile {
    /// The forms that are known.
    enum Form {
        case xPosts, xDeleted, xMessages, xAccount
        case facebookPosts, facebookComments, facebookPage
        case instagramPosts, instagramComments
        case metaMessages
        case telegram
        case takeoutActivity, takeoutComments
        case whatsApp
        case har, mhtml, email
    }

    /// What other files of the same export have told: whose it is.
    public struct Context: Sendable {
        var owner = Author()

        public init() {}
    }

    private static let mostWholeBytes = 64 << 20

    let name: String
    let form: Form
    private var elements = JSONElements()
    private var whole: [UInt8] = []
    private var isTooLong = false

    /// Nil for a file whose name is none that holds posts.
    public init?(name: String) {
        guard let form = ExportForms.form(of: name) else { return nil }
        self.name = name
        self.form = form
    }

    /// The form in words: `X archive, posts`.
    public var formName: String { ExportForms.name(form) }

    /// Files of an export in the order in which they must be read: those first that tell whose it is.
    public static func inReadingOrder<File>(_ files: [File], name: (File) -> String) -> [File] {
        let isFirst = files.map { ExportForms.form(of: name($0)) == .xAccount }
        return [true, false].flatMap { part in zip(files, isFirst).filter { $0.1 == part }.map(\.0) }
    }

    /// Takes a piece of the file; hands posts out as they are found.
    public mutating func append(
        _ piece: UnsafeRawBufferPointer, _ context: inout Context, _ body: (Post) throws -> Void
    ) throws {
        switch form {
        case .facebookPage, .takeoutComments, .whatsApp, .har, .mhtml, .email:
            if whole.count + piece.count <= Self.mostWholeBytes {
                unsafe whole += piece
            } else {
                isTooLong = true
            }
        default:
            let reader = ElementReader(name: name, form: form)
            try unsafe elements.append(piece) { element, header in
                for post in reader.posts(of: element, header, &context) { try body(post) }
            }
        }
    }

    /// At the end of the file. Gives what could not be read, in plain English; nil when all was.
    public mutating func finish(_ context: inout Context, _ body: (Post) throws -> Void) throws -> String? {
        if isTooLong { return "it is longer than the 64 MiB that are read of such a file" }
        switch form {
        case .facebookPage:
            guard let page = try? HTMLDocument(whole) else { return "it is no page that can be read" }
            for post in FacebookExport.posts(in: page, name: name) { try body(post) }
        case .takeoutComments: for post in TakeoutExport.comments(whole, name: name) { try body(post) }
        case .whatsApp:
            let posts = WhatsAppExport.posts(whole, name: name)
            if posts.isEmpty { return "no line is that of a message" }
            for post in posts { try body(post) }
        case .har: for post in HARExport.posts(whole, name: name) { try body(post) }
        case .mhtml: for post in MessageExport.pagePosts(whole, name: name) { try body(post) }
        case .email:
            guard let post = MessageExport.email(whole, name: name) else { return "it is no e-mail message" }
            try body(post)
        default:
            return elements.broken > 0 ? "\(elements.broken) entries in it cannot be read" : nil
        }
        return nil
    }
}

/// Reads the elements of one form of export.
private struct ElementReader {
    let name: String
    let form: ExportFile.Form

    func posts(
        of element: JSONElements.Element, _ header: [JSONMember], _ context: inout ExportFile.Context
    ) -> [Post] {
        let node = JSONNode(element.value, at: "\(name)#\(element.pointer)")
        switch form {
        case .xAccount:
            XExport.owner(node, &context)
            return []
        case .xPosts, .xDeleted:
            return [XExport.post(node, context, isDeleted: form == .xDeleted)].compactMap(\.self)
        case .xMessages: return XExport.messages(node)
        case .facebookPosts: return [FacebookExport.post(node)].compactMap(\.self)
        case .facebookComments: return FacebookExport.comments(node)
        case .instagramPosts: return InstagramExport.posts(node)
        case .instagramComments: return [InstagramExport.comment(node)].compactMap(\.self)
        case .metaMessages:
            guard element.member == "messages" else { return [] }
            return [MetaMessages.message(node, header, name: name)].compactMap(\.self)
        case .telegram:
            // The export of one chat, or of all.
            return element.member == "messages"
                ? [TelegramExport.message(node, chat: header)].compactMap(\.self) : []
        case .takeoutActivity: return [TakeoutExport.activity(node)].compactMap(\.self)
        default: return []
        }
    }
}
