import Bytes
public import Hashing

/// What a log says of itself at one moment: its name, how many entries it has, and the root over them (C2SP tlog-checkpoint).
public struct Checkpoint: Sendable, Equatable {
    public let origin: String
    public let size: Int
    public let root: SHA256Digest

    public init(origin: String, size: Int, root: SHA256Digest) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads the text of a note; nil for anything else, and for lines behind the three that are known here.
    public init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, lines[3].isEmpty, !lines[0].isEmpty, let size = Int(lines[1]), size >= 0,
            String(size) == lines[1],
            let root = Base64.decode(lines[2].utf8).flatMap({ SHA256Digest(bytes: $0) })
        else { return nil }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    public var text: String { "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n" }
}
