import Bytes
import Tables

/// A list of reports as rows of named texts, whatever kind of file it came in.
struct ReportList {
    /// One report, with the place of each text.
    struct Row {
        let line: Int
        let cells: [(heading: String, text: String)]
    }

    /// In words, how the file was read: `comma-separated, UTF-8`.
    let form: String
    let headings: [String]
    let rows: [Row]
    let problems: [ImportProblem]

    static let maximumBytes = 256 << 20

    /// Reads a table, a JSON array of objects, or JSON objects a line.
    init(_ bytes: [UInt8]) throws(ColumnMap.Problem) {
        let (text, encoding) = TextEncoding.decode(bytes)
        let start = text.first { !$0.isWhitespace }
        if start == "[" || start == "{" {
            try self.init(json: text)
        } else {
            self.init(table: DelimitedText(text), encoding: encoding)
        }
    }

    private init(table: DelimitedText, encoding: String) {
        let names: [Character: String] = [",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"]
        form = "separated by \(names[table.separator] ?? "comma"), \(encoding)"
        let headings = (table.rows.first?.cells ?? []).map(WhiteSpace.trimmed)
        self.headings = headings
        rows = table.rows.dropFirst().map { row in
            Row(line: row.line, cells: zip(headings, row.cells).map { ($0, $1) })
        }
        var problems = table.problems.map {
            ImportProblem(line: $0.line, column: nil, reference: nil, text: $0.text)
        }
        for row in table.rows.dropFirst() where row.cells.count != headings.count {
            problems.append(
                ImportProblem(
                    line: row.line, column: nil, reference: nil,
                    text: "the row has \(row.cells.count) cells where the heading has \(headings.count)",
                    isTaken: true))
        }
        self.problems = problems
    }

    private static let limits = JSONLimits(
        maximumBytes: maximumBytes, maximumDepth: 8, maximumValues: 4 << 20)

    private init(json text: String) throws(ColumnMap.Problem) {
        var values: [(line: Int, value: JSONValue)] = []
        var problems: [ImportProblem] = []
        if let whole = try? JSONReader.parse(Array(text.utf8), limits: Self.limits) {
            form = "JSON"
            let list = whole.array ?? whole["reports"]?.array ?? [whole]
            values = list.enumerated().map { ($0 + 1, $1) }
        } else {
            form = "JSON lines"
            for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where line.contains(where: { !$0.isWhitespace }) {
                guard let value = try? JSONReader.parse(Array(line.utf8), limits: Self.limits) else {
                    problems.append(
                        ImportProblem(
                            line: place + 1, column: nil, reference: nil, text: "the line is no JSON object"))
                    continue
                }
                values.append((place + 1, value))
            }
            guard !values.isEmpty else {
                throw ColumnMap.Problem(description: "the file is neither JSON nor JSON lines")
            }
        }
        var headings: [String] = []
        var rows: [Row] = []
        for (line, value) in values {
            guard let members = value.object else {
                problems.append(
                    ImportProblem(line: line, column: nil, reference: nil, text: "this is no JSON object"))
                continue
            }
            for member in members where !headings.contains(member.name) && headings.count < 500 {
                headings.append(member.name)
            }
            rows.append(Row(line: line, cells: members.map { ($0.name, Self.text($0.value)) }))
        }
        self.headings = headings
        self.rows = rows
        self.problems = problems
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .null: ""
        case .bool(let isSo): isSo ? "yes" : "no"
        case .array(let values): values.map(text).joined(separator: "\n")
        default: String(decoding: value.serialized(), as: UTF8.self)
        }
    }
}
