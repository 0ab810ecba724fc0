import Bytes
public import Hashing
public import Verifier

/// A user's list of pinned keys and certificates, one a line: `sha256:… key LABEL` or `sha256:… certificate LABEL`.
///
/// Empty lines and lines that begin with `#` are ignored.
public struct TrustList: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public enum Kind: String, Sendable { case key, certificate }
        public let digest: SHA256Digest
        public let kind: Kind
        public let label: String

        public init(digest: SHA256Digest, kind: Kind, label: String) {
            self.digest = digest
            self.kind = kind
            self.label = label
        }

        /// The line, with its LF; a line break in the label becomes a space.
        public var line: [UInt8] {
            Array("\(digest.text) \(kind.rawValue) \(SafeText.escaped(label, limit: 200))\n".utf8)
        }
    }

    public struct ParseError: Error, CustomStringConvertible {
        public let line: Int
        public var description: String {
            "line \(line): must be \"sha256:…\" and then \"key\" or \"certificate\" and a label"
        }
    }

    public let entries: [Entry]

    public static func parse(_ bytes: [UInt8]) throws(ParseError) -> TrustList {
        var entries: [Entry] = []
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .enumerated() {
            let words = line.split(separator: " ", maxSplits: 2)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            guard words.count >= 2, let digest = SHA256Digest(text: String(first)),
                let kind = Entry.Kind(rawValue: String(words[1]))
            else { throw ParseError(line: index + 1) }
            entries.append(Entry(digest: digest, kind: kind, label: words.count > 2 ? String(words[2]) : ""))
        }
        return TrustList(entries: entries)
    }
}

extension TrustAnchors {
    /// Adds what a trust list pins.
    public mutating func add(_ list: TrustList) {
        for entry in list.entries {
            switch entry.kind {
            case .key: keys.insert(entry.digest)
            case .certificate: certificates.insert(entry.digest)
            }
        }
    }
}
