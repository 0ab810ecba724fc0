/// Blocks of a repository as a server hands them out (CARv1), each checked against its name.
struct BlockArchive {
    struct Malformed: Error {}

    private static let mostBytes = 4 << 20

    let root: ContentIdentifier
    private let blocks: [ContentIdentifier: [UInt8]]

    init(_ bytes: [UInt8]) throws(Malformed) {
        guard bytes.count <= Self.mostBytes else { throw Malformed() }
        var place = 0
        func section() throws(Malformed) -> ArraySlice<UInt8>? {
            guard place < bytes.count else { return nil }
            var length = 0
            for step in 0..<5 {
                guard place < bytes.count else { throw Malformed() }
                let byte = bytes[place]
                place += 1
                length |= Int(byte & 0x7F) << (7 * step)
                if byte & 0x80 == 0 { break }
                guard step < 4 else { throw Malformed() }
            }
            guard length > 0, length <= bytes.count - place else { throw Malformed() }
            defer { place += length }
            return bytes[place..<(place + length)]
        }
        guard let first = try section(), let header = try? CBORReader.read(Array(first)),
            header["version"]?.integer == 1, let root = header["roots"]?.array?.first?.link
        else { throw Malformed() }
        var blocks: [ContentIdentifier: [UInt8]] = [:]
        while let part = try section() {
            guard let name = ContentIdentifier(part.prefix(ContentIdentifier.bytes)) else {
                throw Malformed()
            }
            let block = Array(part.dropFirst(ContentIdentifier.bytes))
            guard name.names(block) else { throw Malformed() }
            blocks[name] = block
        }
        self.root = root
        self.blocks = blocks
    }

    /// The value of a block; nil when it is not in the archive, or is no value.
    func value(_ name: ContentIdentifier) -> CBORValue? { blocks[name].flatMap { try? CBORReader.read($0) } }

    /// What a search for a key came to.
    enum Search: Equatable {
        case found(ContentIdentifier)
        /// The tree has no such key: every node on the way is there.
        case absent
        /// A node on the way is missing, or is none.
        case broken
    }

    /// Finds what a key of the repository names, going down its search tree (atproto.com, specification of repositories).
    func find(_ key: String, in tree: ContentIdentifier) -> Search {
        let wanted = Array(key.utf8)
        var node = tree
        // No tree of a real repository is nearly as deep.
        for _ in 0..<64 {
            guard let value = value(node), let entries = value["e"]?.array else { return .broken }
            var below = value["l"]?.link
            var last: [UInt8] = []
            for entry in entries {
                guard let shared = entry["p"]?.integer, shared >= 0, shared <= last.count,
                    let rest = entry["k"]?.bytes
                else { return .broken }
                last = Array(last.prefix(Int(shared))) + rest
                if last == wanted { return entry["v"]?.link.map { .found($0) } ?? .broken }
                if wanted.lexicographicallyPrecedes(last) { break }
                below = entry["t"]?.link
            }
            guard let next = below else { return .absent }
            node = next
        }
        return .broken
    }
}
