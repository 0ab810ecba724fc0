import ArgumentParser
import Bytes
import VerifyCommand

/// What somebody meant who mistyped a command.
enum CommandSuggestion {
    /// Throws one clear line when the first word is no command.
    static func check(_ arguments: [String]) throws {
        guard let word = arguments.first, !word.hasPrefix("-"), word != "help" else { return }
        let commands = Exhibit.configuration.subcommands
        guard !commands.contains(where: { $0._commandName == word }) else { return }
        var nearest = (name: "", distance: 3)
        for command in commands where command.configuration.shouldDisplay {
            let name = command._commandName
            let distance = distance(Array(word.lowercased()), Array(name))
            if distance < nearest.distance { nearest = (name, distance) }
        }
        let hint = nearest.name.isEmpty ? "see: exhibit --help" : "did you mean: exhibit \(nearest.name)"
        throw CommandError(
            .usage, "there is no command \(SafeText.escaped(word, limit: 60)); \(hint)")
    }

    /// How many letters must be put in, left out, changed, or exchanged with their neighbour.
    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        guard one.count <= 40 else { return .max }
        var before: [Int] = []
        var last = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var line = [row + 1]
            for (column, theirs) in other.enumerated() {
                var least = min(
                    line[column] + 1, last[column + 1] + 1, last[column] + (letter == theirs ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == theirs {
                    least = min(least, before[column - 1] + 1)
                }
                line.append(least)
            }
            before = last
            last = line
        }
        return last[other.count]
    }
}
