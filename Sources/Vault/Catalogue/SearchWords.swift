/// What a person looks for, as a query of FTS5 in which nothing that they type is an operator.
enum SearchWords {
    private static let mostWords = 32
    private static let mostCharacters = 400

    /// Each text must occur, as it stands: a text of several words as a phrase; one that ends with `*` as the beginning of a
    /// word. Nil when there is nothing in them to look for.
    static func query(_ texts: [String]) -> String? {
        let parts = texts.prefix(mostWords).compactMap { text -> String? in
            var characters = text.unicodeScalars.prefix(mostCharacters).filter { $0.value != 0 }
            let isBeginning = characters.last == "*"
            while characters.last == "*" { characters.removeLast() }
            // The index has letters and digits alone; a text without any would match nothing, or all.
            guard
                characters.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil })
            else { return nil }
            var word = String.UnicodeScalarView()
            word.append(contentsOf: characters)
            return "\"" + String(word).replacing("\"", with: "\"\"") + "\"" + (isBeginning ? "*" : "")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
