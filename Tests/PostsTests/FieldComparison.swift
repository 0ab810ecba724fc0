import Bytes
import Foundation

/// Whether a reading has all that is expected. More is no problem.
enum FieldComparison {
    static func problems(_ expected: JSONValue, _ found: JSONValue, at path: String) -> [String] {
        switch expected {
        case .object(let members):
            return members.flatMap { member -> [String] in
                if member.name == "textContains" {
                    let text = found["text"]?.string ?? ""
                    return text.contains(member.value.string ?? "")
                        ? [] : ["\(path).text lacks it: \(text.prefix(200))"]
                }
                guard let value = found[member.name] else { return ["\(path).\(member.name) is missing"] }
                return problems(member.value, value, at: "\(path).\(member.name)")
            }
        case .array(let elements):
            guard let others = found.array, others.count >= elements.count else {
                return ["\(path) has \(found.array?.count ?? 0) of \(elements.count)"]
            }
            return elements.enumerated().flatMap { problems($1, others[$0], at: "\(path).\($0)") }
        case .string(let text) where path.hasSuffix("At"):
            let other = found.string ?? ""
            return instant(text) == instant(other) ? [] : ["\(path): \(other), not \(text)"]
        default:
            return expected == found
                ? [] : ["\(path): \(describe(found)), not \(describe(expected))"]
        }
    }

    private static func describe(_ value: JSONValue) -> String {
        String(decoding: value.serialized().prefix(400), as: UTF8.self)
    }

    /// Seconds, with what is behind the point to six digits.
    private static func instant(_ text: String) -> String? {
        let halves = text.dropLast().split(separator: ".")
        guard text.hasSuffix("Z"), let whole = halves.first else { return nil }
        let fraction = halves.count > 1 ? String(halves[1]) : ""
        return whole + "." + fraction.padding(toLength: 6, withPad: "0", startingAt: 0)
    }
}
