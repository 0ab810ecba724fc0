/// What a person looks for, as queries of FTS5 in which nothing that they type is an operator.
enum SearchWords {
    private static let mostWords = 32
    private static let mostCharacters = 400

    /// One for each text, which is looked for as it stands: a text of several words as a phrase; one that ends with `*` as the
    /// beginning of a word. None for a text with nothing to look for.
    static func queries(_ texts: [String]) -> [String] {
        texts.prefix(mostWords).compactMap { text in
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
    }
}
