import ArgumentParser

/// Why something is done, as the custody log keeps it: the one place that settles what a reason may be, for every command.
enum Reason {
    static let rule = "a reason must have 1 to 2000 characters"

    static func isValid(_ text: String) -> Bool { (1...2000).contains(text.unicodeScalars.count) }

    /// For the validation of a command; one that was not given is not wrong.
    static func validate(_ text: String?, option: String = "--why") throws {
        if let text, !isValid(text) { throw ValidationError("\(option): \(rule)") }
    }
}
