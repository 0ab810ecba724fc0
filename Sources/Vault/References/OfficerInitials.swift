/// The initials of an officer, out of the name in their certificate.
public enum OfficerInitials {
    /// Words before a name that are no part of it.
    private static let ranks: Set<String> = [
        "pc", "wpc", "dc", "pcso", "sc", "ps", "sgt", "sergeant", "ds", "insp", "inspector", "di", "ci",
        "dci",
        "supt", "dsupt", "constable", "detective", "special", "police", "officer", "mr", "mrs", "ms", "miss",
        "mx", "dr",
    ]

    /// `PC 1234 Jo Doe` gives `JD`: the first letters of the words that are no rank and no number. Nil where that gives
    /// nothing that a reference can have, as for names in letters other than A to Z.
    public static func of(_ name: String) -> String? {
        let words = name.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }
        let named = words.filter { word in
            !word.contains(where: \.isNumber) && !ranks.contains(word.lowercased())
        }
        return ExhibitReference.initials(String(named.prefix(8).compactMap(\.first)))
    }
}
