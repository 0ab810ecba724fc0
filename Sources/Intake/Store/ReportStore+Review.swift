public import Bytes
import GRDB

/// Which role a platform played: what officers decided.
extension ReportStore {
    public struct Decision: Sendable, Equatable {
        public let role: PlatformRole
        public let by: String
        public let at: String
        public let why: String

        public init(role: PlatformRole, by: String, at: Timestamp, why: String = "") {
            self.role = role
            self.by = by
            self.at = at.text
            self.why = why
        }

        init(role: PlatformRole, by: String, at: String, why: String) {
            (self.role, self.by, self.at, self.why) = (role, by, at, why)
        }
    }

    /// The first of all reports after `reference` that has no decision in this pass; nil when there is none.
    public func nextToReview(pass: Int, after reference: String? = nil) throws -> Report? {
        try database.read { database in
            let start =
                try reference.flatMap {
                    try Int.fetchOne(
                        database, sql: "SELECT position FROM report WHERE reference = ?", arguments: [$0])
                } ?? 0
            let found = try String.fetchOne(
                database,
                sql: """
                    SELECT reference FROM report WHERE position > ? AND NOT EXISTS
                        (SELECT 1 FROM decision WHERE decision.reference = report.reference AND pass = ?)
                    ORDER BY position LIMIT 1
                    """, arguments: [start, pass])
            return try found.flatMap { try Self.report($0, in: database) }
        }
    }

    /// Whether somebody of this name has decided in a pass; letters' size and white space make no difference.
    public func hasDecided(_ name: String, pass: Int) throws -> Bool {
        func plain(_ text: String) -> String {
            text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return try database.read { database in
            try String.fetchAll(
                database, sql: "SELECT DISTINCT by FROM decision WHERE pass = ?", arguments: [pass]
            ).contains { plain($0) == plain(name) }
        }
    }

    public func progress(pass: Int) throws -> (done: Int, total: Int) {
        try database.read { database in
            let done = try Int.fetchOne(
                database, sql: "SELECT COUNT(*) FROM decision WHERE pass = ?", arguments: [pass])
            return (done ?? 0, try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM report") ?? 0)
        }
    }

    /// Notes a decision in place of an earlier one of the same pass.
    public func decide(
        _ reference: String, pass: Int, _ decision: Decision, suggestion: RoleRules.Suggestion
    ) throws {
        try database.write { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO decision (reference, pass, role, by, at, why, suggested, words)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    reference, pass, decision.role.rawValue, decision.by, decision.at, decision.why,
                    suggestion.role.rawValue, suggestion.words,
                ])
        }
    }

    /// Takes the last decision of a pass back; gives its reference, nil when there was none.
    public func undo(pass: Int) throws -> String? {
        try database.write { database in
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: "SELECT id, reference FROM decision WHERE pass = ? ORDER BY id DESC LIMIT 1",
                    arguments: [pass])
            else { return nil }
            try database.execute(sql: "DELETE FROM decision WHERE id = ?", arguments: [row["id"] as Int64])
            return row["reference"] as String
        }
    }

    /// The decision of the first pass; nil while there is none.
    public func decision(_ reference: String) throws -> Decision? {
        try database.read { database in
            try Row.fetchOne(
                database, sql: "SELECT role, by, at, why FROM decision WHERE reference = ? AND pass = 1",
                arguments: [reference]
            ).flatMap { row in
                PlatformRole(rawValue: row["role"]).map {
                    Decision(role: $0, by: row["by"], at: row["at"] as String, why: row["why"])
                }
            }
        }
    }

    /// How far two reviewers agree.
    public struct Agreement: Sendable, Equatable {
        /// Reports that both decided.
        public let both: Int
        public let same: Int
        /// Cohen's kappa; nil where it is not defined.
        public let kappa: Double?
    }

    public func agreement() throws -> Agreement {
        let pairs = try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT one.role AS one, two.role AS two FROM decision AS one JOIN decision AS two USING (reference)
                    WHERE one.pass = 1 AND two.pass = 2
                    """
            ).map { ($0["one"] as String, $0["two"] as String) }
        }
        let same = pairs.count { $0.0 == $0.1 }
        guard !pairs.isEmpty else { return Agreement(both: 0, same: 0, kappa: nil) }
        let count = Double(pairs.count)
        let chance = PlatformRole.allCases.map(\.rawValue).reduce(0.0) { sum, role in
            sum + Double(pairs.count { $0.0 == role }) / count * Double(pairs.count { $0.1 == role }) / count
        }
        let kappa = chance < 1 ? (Double(same) / count - chance) / (1 - chance) : nil
        return Agreement(both: pairs.count, same: same, kappa: kappa)
    }
}
