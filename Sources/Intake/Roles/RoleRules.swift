import Bytes
import Posts

/// Suggests which role a platform played from the words of a report, by rules in a data file; no model.
public struct RoleRules: Sendable {
    /// A suggestion and the words that it rests on.
    public struct Suggestion: Sendable, Equatable {
        public let role: PlatformRole
        /// As they stand in the report; empty where nothing fits.
        public let words: String

        public init(role: PlatformRole, words: String) {
            self.role = role
            self.words = words
        }
    }

    /// The day that the rules are of.
    public let date: String
    private let platforms: [(key: String, names: [String])]
    private let rules: [(role: PlatformRole, phrases: [String])]

    /// Reads the form of `role-rules.json`; nil for anything else.
    public init?(_ bytes: [UInt8]) {
        guard let json = try? JSONReader.parse(bytes), json["format"]?.string == "exhibit-role-rules/1",
            let platforms = json["platforms"]?.object, let rules = json["rules"]?.array
        else { return nil }
        date = json["dated"]?.string ?? ""
        self.platforms = platforms.map { ($0.name, ($0.value.array ?? []).compactMap(\.string)) }
        self.rules = rules.compactMap { rule in
            guard let role = PlatformRole(rawValue: rule["role"]?.string ?? "") else { return nil }
            return (role, (rule["phrases"]?.array ?? []).compactMap(\.string))
        }
    }

    /// The rules that come with the program.
    public static let shipped = RoleRules(PackageResources.role_rules_json)

    /// The first rule that the narrative fits; `unknown` where none does.
    public func suggestion(for report: Report) -> Suggestion {
        let words = Self.words(report.fields[.narrative] ?? "")
        let folded = words.map(\.folded)
        var names = platforms.filter { platform in
            let stated = (report.fields[.platform] ?? "").lowercased()
            return stated.contains(platform.key) || platform.names.contains(where: stated.contains)
                || report.addresses.contains { $0.platform.rawValue == platform.key }
        }.flatMap(\.names)
        if names.isEmpty { names = platforms.flatMap(\.names) }
        for rule in rules {
            for phrase in rule.phrases {
                let forms = phrase.contains("#") ? names.map { phrase.replacing("#", with: $0) } : [phrase]
                for form in forms {
                    let sought = Self.words(form).map(\.folded)
                    if let place = Self.place(of: sought, in: folded) {
                        let found = words[place..<(place + sought.count)].map(\.text)
                        return Suggestion(role: rule.role, words: found.joined(separator: " "))
                    }
                }
            }
        }
        return Suggestion(role: .unknown, words: "")
    }

    /// Words with their form for comparing: small letters, without marks around them.
    private static func words(_ text: String) -> [(text: String, folded: String)] {
        text.split(whereSeparator: \.isWhitespace).prefix(20_000).map { word in
            let folded = word.lowercased().filter {
                $0.isLetter || $0.isNumber || $0 == "." && !word.hasSuffix(".")
            }
            return (String(word), folded)
        }
    }

    private static func place(of phrase: [String], in words: [String]) -> Int? {
        guard !phrase.isEmpty, words.count >= phrase.count else { return nil }
        return (0...(words.count - phrase.count)).first { words[$0...].starts(with: phrase) }
    }
}
