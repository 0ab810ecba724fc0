/// A number with what it counts: `1 answer`, `2 answers`.
enum Counted {
    static func text(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
