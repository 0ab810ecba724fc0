import Bytes

/// A post as one recorded body says it: nothing is added that does not stand there.
///
/// It is a reading, not evidence: the record is. Each value tells its place in it.
public struct Post: Sendable, Equatable {
    /// A text, number or fact of the post itself.
    public enum Field: String, Sendable, CaseIterable {
        case postId, fullname, uri, cid, shortcode
        /// The canonical public address, made from ids where the body has none.
        case url
        /// Times are in UTC; `date` is one that the body words otherwise ("22 hrs"), copied.
        case createdAt, editedAt, date
        /// What was edited is told without a time.
        case edited
        case title, text, contentWarning
        /// A language tag.
        case lang
        /// Who may see it, as the platform words it.
        case audience, visibility
        case sensitive, live, durationSeconds
        /// The post that began the conversation.
        case threadId
        /// What the post links to.
        case link
        /// The name of the place.
        case place
        /// The forum of Reddit that it is in.
        case community
        /// Who signed a channel's post.
        case signature
        /// The account of the author is no more, or hides itself.
        case authorDeleted
        /// Who removed it, as the platform words it.
        case removedBy
        /// Marks that the platform or the author put on it.
        case labels
    }

    /// What the platform shows of a linked page.
    public enum Card: String, Sendable, CaseIterable { case url, title, description, image }

    public enum Count: String, Sendable, CaseIterable {
        case likes, reposts, replies, quotes, bookmarks, views, score
        /// Between 0 and 1.
        case upvoteRatio
    }

    /// How another post belongs to this one.
    public enum Relation: String, Sendable, CaseIterable {
        case replyTo, quoted, repostOf, forwardedFrom, repostedBy
    }

    public var platform: Platform
    /// The form of body that it was read from, with the version of our reading: `graphql-tweet/1`.
    public var shape: String
    /// Where the body stands that was read, when it is not a record of its own but inside a file; nil else.
    public var inside: String?
    public var fields = FieldSet<Field>()
    public var author = Author()
    public var counts = FieldSet<Count>()
    public var media: [PostMedia] = []
    public private(set) var related: [Relation: [Post]] = [:]
    public var comments: [Post] = []
    /// Posts of one author that belong together, in their order.
    public var thread: [Post] = []
    /// The posts above it in the conversation, and those below.
    public var ancestors: [Post] = []
    public var descendants: [Post] = []
    public var card = FieldSet<Card>()
    public var edits = FieldSet<Edits>()
    public var poll: Poll?
    public var unavailable = FieldSet<Unavailable>()

    /// What is told of edits: ids of its forms, or the forms, oldest first.
    public enum Edits: String, Sendable, CaseIterable { case versions, initialPostId }

    /// That there is no post, and why.
    public enum Unavailable: String, Sendable, CaseIterable { case status, reason }

    public init(_ platform: Platform, shape: String) {
        self.platform = platform
        self.shape = shape
    }

    public subscript(_ field: Field) -> Found? {
        get { fields[field] }
        set { fields[field] = newValue }
    }

    public subscript(_ relation: Relation) -> Post? {
        get { related[relation]?.first }
        set { related[relation] = newValue.map { [$0] } }
    }

    public var id: String? { fields[.postId]?.string }
    public var text: String? { fields[.text]?.string }
    public var isUnavailable: Bool { !unavailable.isEmpty }

    /// Whether nothing was read.
    var isEmpty: Bool {
        fields.isEmpty && author.isEmpty && counts.isEmpty && media.isEmpty && related.isEmpty
            && comments.isEmpty
            && thread.isEmpty && unavailable.isEmpty && edits.isEmpty && ancestors.isEmpty
            && descendants.isEmpty
    }
}

/// Who wrote a post.
public typealias Author = FieldSet<AuthorField>

public enum AuthorField: String, Sendable, CaseIterable {
    case id
    /// Without @.
    case handle
    case name, url, verified
    /// Whether it is who made the video that is commented on.
    case isCreator
}

/// A picture, film or sound of a post.
public typealias PostMedia = FieldSet<MediaField>

public enum MediaField: String, Sendable, CaseIterable {
    /// image, video, gif, audio or file.
    case kind
    /// The best variant that the body offers.
    case url
    /// The same on the author's own server.
    case remoteURL = "remoteUrl"
    case alt, poster, durationMs, width, height, name
}

/// A poll in a post.
public struct Poll: Sendable, Equatable {
    public enum Field: String, Sendable, CaseIterable {
        case question, kind, votes, voters, expiresAt, closed
    }
    public enum Choice: String, Sendable, CaseIterable { case title, votes, percent }

    public var fields = FieldSet<Field>()
    public var options: [FieldSet<Choice>] = []

    public init() {}
}
