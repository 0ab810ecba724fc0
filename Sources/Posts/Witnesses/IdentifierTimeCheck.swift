import Bytes

/// The time that is hidden in a post's identifier, compared with the time that is stated.
public struct IdentifierTimeCheck: Sendable, Equatable {
    /// In UTC, with the digits that the identifier has.
    public let time: String
    /// Nil where no time is stated.
    public let agrees: Bool?

    /// Platforms make the identifier moments before or after they note the time.
    private static let toleranceSeconds: Int64 = 5

    /// Nil where the identifier of this platform tells no time.
    public init?(_ post: Post) {
        guard let id = post.id, let time = IdentifierTime.time(of: id, on: post.platform) else { return nil }
        self.time = time
        let stated = post[.createdAt]?.string.flatMap(PostTime.seconds)
        guard let stated, let hidden = PostTime.seconds(time) else {
            agrees = nil
            return
        }
        agrees = abs(stated - hidden) <= Self.toleranceSeconds
    }

    var json: JSONValue {
        ["time": .string(time), "agrees": agrees.map { .bool($0) } ?? .null]
    }
}
