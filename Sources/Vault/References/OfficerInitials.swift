/// The initials of an officer, out of the name in their certificate.
public enum OfficerInitials {
    /// Words before a name that are no part of it.
    private static let ranks: Set<String> = [
        "pc", "wpc", "dc", "pcso", "sc", "ps", "sgt", "sergeant", "ds", "insp", "inspector", "di", "ci",
        "dci",
        "supt", "dsupt", "constable", "detective", "special", "police", "officer", "mr", "mrs", "ms", "miss",
        "mx", "dr",
    ]

    /// `PC 1234 Jo Doe` gives `JD`: the first letters of the words that are no rank and no number, without their marks: `Ø` is
    /// `O`. Nil where that gives nothing that a reference can have, as for names in other scripts than the Latin.
    public static func of(_ name: String) -> String? {
        let words = name.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }
        let named = words.filter { word in
            !word.contains(where: \.isNumber) && !ranks.contains(word.lowercased())
        }
        let letters = named.prefix(8).map { word in word.first(where: \.isLetter).flatMap(letter) }
        guard !letters.contains(nil) else { return nil }
        return ExhibitReference.initials(String(letters.compactMap(\.self)))
    }

    /// The letter from A to Z that a Latin letter is without its marks, by its name in Unicode: `LATIN CAPITAL LETTER O WITH STROKE`.
    private static func letter(_ character: Character) -> Character? {
        guard let scalar = character.unicodeScalars.first else { return nil }
        if scalar.isASCII { return Character(scalar) }
        let words = (scalar.properties.name ?? "").split(separator: " ")
        guard words.count >= 4, words[0] == "LATIN", words[2] == "LETTER" else { return nil }
        switch words[3] {
        case "AE": return "A"
        case "OE": return "O"
        case "ETH": return "D"
        case "THORN": return "T"
        default: return words[3].count == 1 ? words[3].first : nil
        }
    }
}
