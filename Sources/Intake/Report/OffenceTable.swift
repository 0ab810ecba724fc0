import Bytes
import Tables

/// Offences by class and code of the counting rules: a dated table with its sources, not code.
public struct OffenceTable: Sendable {
    public struct Offence: Sendable, Equatable {
        public let key: String
        /// Of the Home Office Counting Rules; empty where it is to be checked with the force's guidance.
        public let homeOfficeClass: String
        public let code: String
        public let name: String
        public let source: String
        fileprivate let words: [String]
    }

    public let offences: [Offence]

    /// Reads the form of `offences.csv`.
    public init(_ bytes: [UInt8]) {
        let rows = DelimitedText(TextEncoding.decode(bytes).text).rows.dropFirst()
        offences = rows.filter { $0.cells.count >= 8 }.map { row in
            Offence(
                key: row.cells[0], homeOfficeClass: row.cells[1], code: row.cells[2], name: row.cells[3],
                source: row.cells[7], words: row.cells[4].split(separator: "|").map(String.init))
        }
    }

    /// The table that comes with the program.
    public static let shipped = OffenceTable(PackageResources.offences_csv)

    /// The offence that a report names, by its class, its name, or words for it; nil where none is known.
    public func offence(named text: String) -> Offence? {
        let text = text.lowercased()
        return offences.first {
            $0.homeOfficeClass.lowercased() == text || $0.name.lowercased() == text || $0.key == text
        }
            ?? offences.first { $0.words.contains { text.contains($0) } }
    }
}
