import Bytes
import Hashing
import Messages

/// Byte strings by which something withheld is named, and which nothing that is left may hold.
struct Needles {
    /// One of them.
    struct Needle: Hashable {
        let bytes: [UInt8]
        /// Whether it counts only where an address could begin and end, so that `/a` is not found in `/ab`.
        let isAddress: Bool
    }

    private(set) var all: [Needle] = []
    private var known: Set<Needle> = []
    private var byStart: [UInt32: [Int]] = [:]
    /// Which two first bytes any of them has.
    private var starts = [Bool](repeating: false, count: 1 << 16)
    private(set) var longest = 0

    private static let shortest = 4

    /// A record's id.
    mutating func add(id: RandomUUID) { add(Array(id.text.utf8), isAddress: false) }

    /// A digest as header, line or page may write it. The digest of nothing names nobody.
    mutating func add(digest: SHA256Digest) {
        guard digest != SHA256Digest.of([]) else { return }
        add(Array(digest.hex.utf8), isAddress: false)
        add(Array(Base64.encode(digest.bytes).utf8), isAddress: false)
    }

    /// An address in the spellings of headers, pages, scripts and JSON, and in base 64.
    mutating func add(address: String) {
        guard let parts = HTTPAddress(address) else { return add(Array(address.utf8), isAddress: true) }
        // Scheme and user are left out: a page may name it without.
        let place = address.firstIndex(of: ":").map { address[address.index(after: $0)...] } ?? address[...]
        let text = String(place.prefix { $0 != "#" })
        for spelled in Self.spellings(of: text) { add(spelled, isAddress: true) }
        for core in Self.base64Cores(of: Array(text.utf8)) { add(core, isAddress: false) }
        guard parts.pathAndQuery != "/" else { return }
        for spelled in Self.spellings(of: parts.pathAndQuery) { add(spelled, isAddress: true) }
    }

    private mutating func add(_ bytes: [UInt8], isAddress: Bool) {
        let needle = Needle(bytes: bytes, isAddress: isAddress)
        guard bytes.count >= Self.shortest, known.insert(needle).inserted else { return }
        starts[Int(bytes[0]) << 8 | Int(bytes[1])] = true
        byStart[Self.start(of: bytes[..<4]), default: []].append(all.count)
        longest = max(longest, bytes.count)
        all.append(needle)
    }

    private static func spellings(of text: String) -> Set<[UInt8]> {
        let utf8 = Array(text.utf8)
        var escaped: [UInt8] = []
        for byte in utf8 {
            let isPlain =
                byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
                || "-._~".utf8.contains(byte)
            if isPlain { escaped.append(byte) } else { escaped += "%\(Hex.encode([byte]).uppercased())".utf8 }
        }
        return [
            utf8, Array(text.replacing("/", with: "\\/").utf8),
            Array(text.replacing("&", with: "&amp;").utf8),
            Array(text.replacing("&", with: "\\u0026").utf8), escaped,
        ]
    }

    /// What is the same in base 64 wherever in a group of three the text begins.
    static func base64Cores(of text: [UInt8]) -> [[UInt8]] {
        guard text.count >= 12 else { return [] }
        return (0..<3).map { shift in
            let coded = Array(Base64.encode([UInt8](repeating: 0, count: shift) + text).utf8)
            return Array(coded[(shift == 0 ? 0 : 4)..<(coded.count - 4)])
        }
    }

    fileprivate static func start(of bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Whether one of them stands in a text.
    func isNamed(in text: String) -> Bool { isNamed(in: Array(text.utf8)) }

    func isNamed(in bytes: [UInt8]) -> Bool { isNamed(in: bytes, from: 0, isLast: true) }

    /// Whether one begins at `from` or later; without `isLast`, more bytes will follow, and one that begins within the last
    /// `reach` bytes is not looked for yet.
    func isNamed(in bytes: [UInt8], from: Int, isLast: Bool) -> Bool {
        let end = isLast ? bytes.count - Self.shortest + 1 : bytes.count - reach
        guard from < end, !all.isEmpty else { return false }
        for place in from..<end {
            guard starts[Int(bytes[place]) << 8 | Int(bytes[place + 1])],
                let candidates = byStart[Self.start(of: bytes[place..<place + 4])]
            else { continue }
            for candidate in candidates where stands(all[candidate], in: bytes, at: place) { return true }
        }
        return false
    }

    /// How many bytes after a place decide whether a needle stands there.
    var reach: Int { longest + 8 }

    private func stands(_ needle: Needle, in bytes: [UInt8], at place: Int) -> Bool {
        let end = place + needle.bytes.count
        guard end <= bytes.count, bytes[place..<end].elementsEqual(needle.bytes) else { return false }
        guard needle.isAddress else { return true }
        // A path begins where no host or longer path stands before it.
        let isPath =
            needle.bytes.starts(with: "/".utf8) && !needle.bytes.starts(with: "//".utf8)
            || needle.bytes.starts(with: "\\/".utf8) && !needle.bytes.starts(with: "\\/\\/".utf8)
        if isPath, place > 0, Self.goesOn(bytes[place - 1]) { return false }
        guard end < bytes.count else { return true }
        let rest = bytes[end...].prefix(7)
        if rest.first == UInt8(ascii: "&") {
            return ["&quot;", "&#", "&lt;", "&gt;", "&apos;"].contains { rest.starts(with: $0.utf8) }
        }
        if rest.first == UInt8(ascii: ".") { return rest.dropFirst().first.map { !Self.goesOn($0) } ?? true }
        return rest.first.map { !Self.goesOn($0) } ?? true
    }

    /// Whether a character goes on an address.
    private static func goesOn(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
            || "-_~%/?=+".utf8.contains(byte)
    }
}
