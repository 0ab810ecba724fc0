public import Bytes
import GRDB

/// The queue of captures: each post once, however many reports name it.
extension ReportStore {
    public struct Capture: Sendable, Equatable {
        /// The same for all addresses of one post.
        public let key: String
        public let address: String
        public let host: String
        /// Where its bundle goes, or is.
        public let path: String?
        public let state: State
        /// As in `evidence/capture.json`.
        public let outcome: String?
        public let reason: String?
        public let digest: String?
        public let attempts: Int

        public enum State: String, Sendable { case waiting, running, done }
    }

    /// How a capture ended.
    public struct Ending: Sendable {
        public let outcome: String
        public let reason: String
        public let digest: String

        public init(outcome: String, reason: String, digest: String) {
            self.outcome = outcome
            self.reason = reason
            self.digest = digest
        }
    }

    /// Puts the posts of these reports into the queue; those that are there stay as they are.
    public func enqueue(_ references: [String]) throws {
        try database.write { database in
            for reference in references {
                guard let report = try Self.report(reference, in: database) else { continue }
                for address in report.addresses {
                    let host = address.address.split(separator: "/").dropFirst().first.map(String.init) ?? ""
                    try database.execute(
                        sql: """
                            INSERT INTO capture (key, position, address, host, urgency, state, attempts, not_before)
                            VALUES (?, (SELECT COALESCE(MAX(position), 0) + 1 FROM capture), ?, ?, ?, 'waiting', 0, 0)
                            ON CONFLICT (key) DO UPDATE SET urgency = MAX(urgency, excluded.urgency)
                            """, arguments: [address.key, address.address, host, report.urgency])
                }
            }
        }
    }

    /// Takes the next capture out of those of `keys` that wait: the most urgent, then the first. Nil when none is due.
    ///
    /// `path` makes the name of its bundle, and is told which names other captures have. `busyHosts` are left alone for now.
    public func claim(
        among keys: Set<String>, busyHosts: Set<String>, at now: Timestamp,
        path: (Capture, _ isTaken: (String) throws -> Bool) throws -> String
    ) throws -> Capture? {
        try database.write { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT * FROM capture WHERE state = 'waiting' AND not_before <= ? ORDER BY urgency DESC, position
                    """, arguments: [now.seconds])
            while let row = try rows.next() {
                let capture = Self.capture(row)
                guard keys.contains(capture.key), !busyHosts.contains(capture.host) else { continue }
                let path = try path(capture) { path in
                    try Bool.fetchOne(
                        database, sql: "SELECT EXISTS (SELECT 1 FROM capture WHERE path = ?)",
                        arguments: [path]) ?? false
                }
                try database.execute(
                    sql:
                        "UPDATE capture SET state = 'running', path = ?, attempts = attempts + 1 WHERE key = ?",
                    arguments: [path, capture.key])
                return Self.capture(row, path: path)
            }
            return nil
        }
    }

    public func finish(_ key: String, _ ending: Ending, at now: Timestamp) throws {
        try database.write { database in
            try database.execute(
                sql: """
                    UPDATE capture SET state = 'done', outcome = ?, reason = ?, digest = ?, ended = ? WHERE key = ?
                    """,
                arguments: [ending.outcome, ending.reason, ending.digest, now.text, key])
        }
    }

    /// The bundle at a path was moved.
    public func moved(_ path: String, to new: String) throws {
        try database.write { database in
            try database.execute(sql: "UPDATE capture SET path = ? WHERE path = ?", arguments: [new, path])
        }
    }

    /// Puts a capture back: it is due again at `time`.
    public func putBack(_ key: String, until time: Timestamp) throws {
        try database.write { database in
            try database.execute(
                sql: "UPDATE capture SET state = 'waiting', not_before = ? WHERE key = ?",
                arguments: [time.seconds, key])
        }
    }

    /// Captures in the order of the queue.
    public func captures(_ keys: Set<String>) throws -> [Capture] {
        try database.read { database in
            let list = JSONValue.array(keys.map { .string($0) }).serialized()
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM capture WHERE key IN (SELECT value FROM json_each(?)) ORDER BY urgency DESC, position
                    """, arguments: [String(decoding: list, as: UTF8.self)]
            ).map { Self.capture($0) }
        }
    }

    /// Whether one of these waits, now or for later.
    public func isOneWaiting(among keys: Set<String>) throws -> Bool {
        try database.read { database in
            let waiting = try String.fetchCursor(
                database, sql: "SELECT key FROM capture WHERE state = 'waiting'")
            while let key = try waiting.next() { if keys.contains(key) { return true } }
            return false
        }
    }

    /// The reports that name a post.
    public func reports(of key: String) throws -> [Report] {
        try database.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT reference FROM address JOIN report USING (reference) WHERE key = ?
                    ORDER BY report.position
                    """, arguments: [key]
            ).compactMap { try Self.report($0, in: database) }
        }
    }

    private static func capture(_ row: Row, path: String? = nil) -> Capture {
        Capture(
            key: row["key"], address: row["address"], host: row["host"], path: path ?? row["path"],
            state: path == nil ? Capture.State(rawValue: row["state"]) ?? .waiting : .running,
            outcome: row["outcome"],
            reason: row["reason"], digest: row["digest"],
            attempts: (row["attempts"] as Int) + (path == nil ? 0 : 1))
    }
}
