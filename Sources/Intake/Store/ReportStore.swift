public import Bytes
import GRDB
import Posts

/// The reports of a force on this machine, what was decided about them, and the queue of captures: one SQLite file.
///
/// Safe to use from several threads and processes. What is personal in reports stays here.
public final class ReportStore: Sendable {
    let database: DatabasePool

    /// Why the file cannot be used, in plain English.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Opens the file, and makes it where there is none. Throws `Failure`.
    public init(path: String) throws {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            database = try DatabasePool(path: path, configuration: configuration)
            try Self.migrator.migrate(database)
        } catch {
            throw Failure(description: "\(path): the reports cannot be opened: \(error)")
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("reports/1") { database in
            try database.execute(
                sql: """
                    CREATE TABLE report (
                        reference TEXT PRIMARY KEY, position INTEGER NOT NULL, imported TEXT NOT NULL,
                        force TEXT NOT NULL, offence TEXT NOT NULL, received TEXT NOT NULL, urgency INTEGER NOT NULL,
                        fields TEXT NOT NULL);
                    CREATE TABLE address (
                        reference TEXT NOT NULL REFERENCES report, position INTEGER NOT NULL, original TEXT NOT NULL,
                        address TEXT NOT NULL, platform TEXT NOT NULL, key TEXT NOT NULL,
                        PRIMARY KEY (reference, position));
                    CREATE INDEX address_key ON address (key);
                    CREATE TABLE decision (
                        id INTEGER PRIMARY KEY, reference TEXT NOT NULL REFERENCES report, pass INTEGER NOT NULL,
                        role TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
                        suggested TEXT NOT NULL, words TEXT NOT NULL,
                        UNIQUE (reference, pass));
                    CREATE TABLE capture (
                        key TEXT PRIMARY KEY, position INTEGER NOT NULL, address TEXT NOT NULL, host TEXT NOT NULL,
                        urgency INTEGER NOT NULL, state TEXT NOT NULL, path TEXT, outcome TEXT, reason TEXT,
                        digest TEXT, attempts INTEGER NOT NULL, not_before INTEGER NOT NULL, ended TEXT);
                    CREATE INDEX capture_path ON capture (path);
                    CREATE INDEX capture_state ON capture (state, urgency DESC, position);
                    """)
        }
        return migrator
    }

    // MARK: Reports

    /// What came of taking over a list.
    public struct Added: Sendable, Equatable {
        public var new = 0
        /// Those that were there with the same contents.
        public var known = 0
        /// References that are there with other contents, which stayed.
        public var different: [String] = []
    }

    /// Takes reports over; those whose reference is there already stay as they are. All or none.
    public func add(_ reports: [Report], at now: Timestamp) throws -> Added {
        try database.write { database in
            var added = Added()
            var position =
                try Int.fetchOne(database, sql: "SELECT COALESCE(MAX(position), 0) FROM report") ?? 0
            for report in reports {
                if let there = try Self.report(report.reference, in: database) {
                    if there == report { added.known += 1 } else { added.different.append(report.reference) }
                    continue
                }
                position += 1
                try Self.insert(report, position: position, at: now, in: database)
                added.new += 1
            }
            return added
        }
    }

    private static func insert(_ report: Report, position: Int, at now: Timestamp, in database: Database)
        throws
    {
        let fields = JSONValue.object(
            Report.Field.allCases.compactMap { field in
                report.fields[field].map { JSONMember(field.rawValue, .string($0)) }
            })
        try database.execute(
            sql: "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                report.reference, position, now.text, report.fields[.force] ?? "",
                report.fields[.offence].map { OffenceTable.shipped.offence(named: $0)?.name ?? $0 } ?? "",
                report.fields[.received] ?? "", report.urgency,
                String(decoding: fields.serialized(), as: UTF8.self),
            ])
        for (place, address) in report.addresses.enumerated() {
            try database.execute(
                sql: "INSERT INTO address VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    report.reference, place, address.original, address.address, address.platform.rawValue,
                    address.key,
                ])
        }
    }

    /// The report of a reference; nil where there is none.
    public func report(_ reference: String) throws -> Report? {
        try database.read { try Self.report(reference, in: $0) }
    }

    static func report(_ reference: String, in database: Database) throws -> Report? {
        guard
            let text = try String.fetchOne(
                database, sql: "SELECT fields FROM report WHERE reference = ?", arguments: [reference])
        else { return nil }
        let members = try JSONReader.parse(Array(text.utf8)).object ?? []
        var report = Report(reference: reference)
        for member in members {
            if let field = Report.Field(rawValue: member.name) { report.fields[field] = member.value.string }
        }
        report.addresses = try String.fetchAll(
            database, sql: "SELECT original FROM address WHERE reference = ? ORDER BY position",
            arguments: [reference]
        ).compactMap(ReportedAddress.init)
        return report
    }

    /// All references, in the order in which they came.
    public func references() throws -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT reference FROM report ORDER BY position") }
    }
}
