/// A table in a text file (RFC 4180, with other separators too), each cell with its line.
public struct DelimitedText: Sendable {
    public struct Row: Sendable {
        /// The line that the row begins in, from 1.
        public let line: Int
        public let cells: [String]
    }

    /// A row that is none, with its line.
    public struct Problem: Error {
        public let line: Int
        public let text: String
    }

    static let mostRows = 1_000_000
    private static let mostCells = 500
    private static let mostCharacters = 1 << 20

    public let separator: Character
    public let rows: [Row]
    /// Rows that could not be read; the others are there.
    public let problems: [Problem]

    /// Reads a table whose separator is the one of comma, semicolon, tab and bar that its first line has most of.
    public init(_ text: String) {
        let separator = Self.separator(of: text)
        var reader = Reader(separator: separator)
        for character in text where !reader.isFull { reader.take(character) }
        reader.finish()
        self.separator = separator
        rows = reader.rows
        problems = reader.problems
    }

    private static func separator(of text: String) -> Character {
        var counts: [Character: Int] = [:]
        var isQuoted = false
        for character in text.prefix(1 << 16) {
            if character == "\"" { isQuoted.toggle() }
            if isQuoted { continue }
            if character.isNewline { break }
            if [",", ";", "\t", "|"].contains(character) { counts[character, default: 0] += 1 }
        }
        return [",", ";", "\t", "|"].max { counts[$0] ?? 0 < counts[$1] ?? 0 } ?? ","
    }

    private struct Reader {
        let separator: Character
        var rows: [Row] = []
        var problems: [Problem] = []
        var isFull: Bool { rows.count >= DelimitedText.mostRows }
        private var cells: [String] = []
        private var cell = ""
        private var isQuoted = false
        /// After the closing quotation mark of a cell.
        private var isClosed = false
        private var isTooLong = false
        private var line = 1
        private var begin = 1

        init(separator: Character) { self.separator = separator }

        mutating func take(_ character: Character) {
            if isQuoted {
                if character == "\"" {
                    isQuoted = false
                    isClosed = true
                } else {
                    append(character)
                }
            } else if character == "\"", isClosed {
                // Two marks stand for one.
                append(character)
                (isQuoted, isClosed) = (true, false)
            } else if character == "\"", cell.isEmpty {
                isQuoted = true
            } else if character == separator {
                endCell()
            } else if character.isNewline {
                endRow()
            } else {
                append(character)
            }
            if character.isNewline { line += 1 }
            if cells.isEmpty, cell.isEmpty, !isQuoted, !isClosed { begin = line }
        }

        mutating func finish() {
            if isQuoted { problems.append(Problem(line: begin, text: "a quotation mark is not closed")) }
            if isQuoted || !cell.isEmpty || !cells.isEmpty || isClosed { endRow() }
        }

        private mutating func append(_ character: Character) {
            if cell.utf8.count < DelimitedText.mostCharacters {
                cell.append(character)
            } else {
                isTooLong = true
            }
        }

        private mutating func endCell() {
            if cells.count < DelimitedText.mostCells { cells.append(cell) } else { isTooLong = true }
            cell = ""
            isClosed = false
        }

        private mutating func endRow() {
            endCell()
            if isTooLong {
                problems.append(
                    Problem(line: begin, text: "the row has a cell over 1 MiB, or more than 500 cells"))
            } else if cells.contains(where: { !$0.isEmpty }) {
                rows.append(Row(line: begin, cells: cells))
            }
            cells = []
            isQuoted = false
            isTooLong = false
        }
    }
}
