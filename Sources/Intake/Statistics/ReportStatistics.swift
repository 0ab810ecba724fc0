import Bytes
import GRDB
import Posts

/// Reports counted by what they are of and by the role that the platform played, as officers decided it.
public struct ReportStatistics: Sendable {
    /// What reports can be counted by.
    public enum Dimension: String, Sendable, CaseIterable {
        case year, month, force, platform, offence
    }

    /// A line of the table.
    public struct Line: Sendable, Equatable {
        /// One for each dimension.
        public let values: [String]
        public var total = 0
        /// Confirmed roles alone.
        public var roles: [PlatformRole: Int] = [:]
        public var unreviewed = 0
        /// Reports all of whose posts have the outcome captured or gone.
        public var captured = 0
        /// Of the total, and of the role tool, against the year before; empty where that is not known.
        public var change = ""
        public var toolChange = ""
    }

    public let dimensions: [Dimension]
    /// In the order of their values.
    public let lines: [Line]
    /// Reports that are counted on several lines since they are of several platforms.
    public let several: Int

    public init(_ store: ReportStore, by dimensions: [Dimension]) throws {
        self.dimensions = dimensions
        let rows = try store.statisticsRows()
        var lines: [[String]: Line] = [:]
        var several = 0
        for row in rows {
            let platforms = dimensions.contains(.platform) ? row.platforms : [""]
            if platforms.count > 1 { several += 1 }
            for platform in platforms {
                let values = dimensions.map { dimension in
                    switch dimension {
                    case .year: row.received.isEmpty ? "not dated" : String(row.received.prefix(4))
                    case .month: row.received.isEmpty ? "not dated" : ReportDate.month(row.received)
                    case .force: row.force.isEmpty ? "not stated" : row.force
                    case .platform: platform
                    case .offence: row.offence.isEmpty ? "not stated" : row.offence
                    }
                }
                var line = lines[values] ?? Line(values: values)
                line.total += 1
                if let role = row.role { line.roles[role, default: 0] += 1 } else { line.unreviewed += 1 }
                if row.isCaptured { line.captured += 1 }
                lines[values] = line
            }
        }
        self.several = several
        if let place = dimensions.firstIndex(of: .year) {
            for (values, line) in lines {
                guard let year = Int(values[place]) else { continue }
                var earlier = values
                earlier[place] = String(year - 1)
                guard let before = lines[earlier] else { continue }
                lines[values]?.change = Change.words(line.total, before: before.total)
                // A change of decided roles says something only where all of both years are decided.
                if line.unreviewed == 0, before.unreviewed == 0 {
                    lines[values]?.toolChange = Change.words(
                        line.roles[.tool] ?? 0, before: before.roles[.tool] ?? 0)
                }
            }
        }
        self.lines = lines.values.sorted { $0.values.lexicographicallyPrecedes($1.values) }
    }
}

extension ReportStore {
    fileprivate struct StatisticsRow {
        let received: String
        let force: String
        let offence: String
        let platforms: [String]
        let role: PlatformRole?
        let isCaptured: Bool
    }

    fileprivate func statisticsRows() throws -> [StatisticsRow] {
        try database.read { database in
            var platforms: [String: [String]] = [:]
            var captured: [String: Bool] = [:]
            let settled: Set = ["captured", "gone"]
            let addresses = try Row.fetchCursor(
                database,
                sql: """
                    SELECT reference, platform, outcome FROM address LEFT JOIN capture USING (key)
                    ORDER BY reference, address.position
                    """)
            while let row = try addresses.next() {
                let reference: String = row["reference"]
                let key: String = row["platform"]
                let platform = Platform(rawValue: key)?.name ?? key
                if platforms[reference]?.contains(platform) != true {
                    platforms[reference, default: []].append(platform)
                }
                let outcome: String? = row["outcome"]
                let isSettled = outcome.map { settled.contains($0) } ?? false
                if captured[reference] != false { captured[reference] = isSettled }
            }
            let reports = try Row.fetchCursor(
                database,
                sql: """
                    SELECT report.reference, force, offence, received, fields, role FROM report
                    LEFT JOIN decision ON decision.reference = report.reference AND pass = 1 ORDER BY position
                    """)
            var rows: [StatisticsRow] = []
            while let row = try reports.next() {
                let reference: String = row["reference"]
                let role: String? = row["role"]
                rows.append(
                    StatisticsRow(
                        received: row["received"], force: row["force"], offence: row["offence"],
                        platforms: try platforms[reference] ?? Self.stated(row["fields"]),
                        role: role.flatMap(PlatformRole.init), isCaptured: captured[reference] ?? false))
            }
            return rows
        }
    }

    /// The platforms that a report names without an address.
    private static func stated(_ fields: String) throws -> [String] {
        let text = try JSONReader.parse(Array(fields.utf8))[Report.Field.platform.rawValue]?.string ?? ""
        let names = text.split(separator: ",").map { String($0.drop { $0 == " " }) }
        return names.isEmpty
            ? ["not stated"]
            : names.map { name in
                let key = name.lowercased() == "twitter" ? "x" : name.lowercased()
                return Platform(rawValue: key)?.name ?? name
            }
    }
}
