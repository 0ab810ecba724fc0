import Bytes
import Evidence

extension OriginalRecord {
    /// By its number, its `urn:uuid:`, or its address, in which `*` stands for anything.
    func isCalled(_ name: String) -> Bool {
        if String(number) == name || line.id.urn == name { return true }
        guard let uri = line.uri, name.utf8.count > 3 else { return false }
        return Self.matches(Array(uri.utf8), Array(name.utf8))
    }

    /// A star stands for any characters; in time linear in the product of the lengths.
    private static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        var (place, next) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while place < text.count {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                star = (next, place)
                next += 1
            } else if next < pattern.count, pattern[next] == text[place] {
                place += 1
                next += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                (place, next) = (last.text + 1, last.pattern + 1)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
