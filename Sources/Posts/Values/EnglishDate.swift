import Bytes

/// Days in English words, as embeds write them.
enum EnglishDate {
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november",
        "december",
    ]

    /// `February 20, 2014` or `May 29, 2021` as `2014-02-20`; nil for anything else.
    static func day(_ words: String) -> String? {
        let parts = words.split { $0 == " " || $0 == "," }.map { $0.lowercased() }
        guard parts.count == 3, let year = Int(parts[2]), (1990...2100).contains(year),
            let day = Int(parts[1]),
            (1...31).contains(day),
            let month = months.firstIndex(where: {
                $0 == parts[0] || parts[0].count == 3 && $0.hasPrefix(parts[0])
            })
        else { return nil }
        return "\(year)-\(Digits.padded(month + 1))-\(Digits.padded(day))"
    }
}
