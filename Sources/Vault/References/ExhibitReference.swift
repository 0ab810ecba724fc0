/// How police practice names an exhibit: who produces it and which of theirs it is, `SJ/1`; what is made from it, `SJ/1/a`.
public struct ExhibitReference: Sendable, Hashable, CustomStringConvertible {
    /// 1 to 8 letters, in upper case.
    public let initials: String
    /// From 1.
    public let number: Int
    /// `a`, `b`, … for what is derived from the exhibit with this number; empty for itself.
    public let part: String

    static let greatestNumber = 9_999_999

    init(initials: String, number: Int, part: String = "") {
        self.initials = initials
        self.number = number
        self.part = part
    }

    /// Reads `SJ/1` or `sj/1/a`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let initials = Self.initials(parts[0]),
            parts[1].utf8.count <= 7, parts[1].utf8.first != UInt8(ascii: "0"),
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(parts[1]),
            number <= Self.greatestNumber
        else { return nil }
        let part = parts.count == 3 ? parts[2].lowercased() : ""
        guard parts.count == 2 || (1...3).contains(part.utf8.count),
            part.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
        else { return nil }
        self.init(initials: initials, number: number, part: part)
    }

    /// Letters that can be initials, in upper case; nil for others.
    public static func initials(_ text: some StringProtocol) -> String? {
        let upper = text.uppercased()
        guard (1...8).contains(upper.utf8.count), upper.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
        else { return nil }
        return upper
    }

    public var text: String { "\(initials)/\(number)" + (part.isEmpty ? "" : "/\(part)") }
    public var description: String { text }

    /// The exhibit that this is derived from; nil for one that is not derived.
    public var parent: ExhibitReference? {
        part.isEmpty ? nil : ExhibitReference(initials: initials, number: number)
    }

    /// The letters after these: `a`, …, `z`, `aa`, …; nil after `zzz`.
    static func part(after part: String) -> String? {
        var letters = Array(part.utf8)
        var place = letters.count
        while place > 0 {
            place -= 1
            if letters[place] < 0x7A {
                letters[place] += 1
                return String(decoding: letters, as: UTF8.self)
            }
            letters[place] = 0x61
        }
        return letters.count < 3 ? String(repeating: "a", count: letters.count + 1) : nil
    }
}
