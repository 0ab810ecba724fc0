public import Bytes
import GRDB
import Hashing

extension Catalogue {
    /// A case, with how many exhibits are in it that were not disposed of.
    public struct Case: Sendable, Equatable {
        public let reference: String
        public let title: String
        public let opened: String
        public let by: String
        public let exhibits: Int
    }

    /// Which exhibits are asked for.
    public struct Filter: Sendable {
        /// Empty text: those in no case. Nil: all.
        public var casework: String?
        public var tag: String?
        public var report: String?
        /// Those whose bundles were disposed of, too.
        public var withDisposed = false

        public init() {}
    }

    private static let columns = """
        exhibit.id, exhibit.bundle, casework, initials, number, part, title, digest, added, by, flags, keep_until,
        keep_reason, disposed, disposal, capture.*,
        (SELECT group_concat(tag, ' ') FROM (SELECT tag FROM tag WHERE tag.exhibit = exhibit.id ORDER BY tag)) AS tags,
        (SELECT group_concat(reference, char(10)) FROM
            (SELECT reference FROM report WHERE report.exhibit = exhibit.id ORDER BY reference)) AS reports
        FROM exhibit LEFT JOIN capture ON capture.exhibit = exhibit.id
        """

    /// The newest exhibits, and how many there are in all.
    public func list(_ filter: Filter, limit: Int) throws -> (entries: [CatalogueEntry], total: Int) {
        let (condition, arguments) = Self.condition(filter)
        return try database.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT \(Self.columns) WHERE \(condition) ORDER BY exhibit.id DESC LIMIT ?",
                arguments: arguments + [limit])
            let total = try Int.fetchOne(
                database, sql: "SELECT COUNT(*) FROM exhibit WHERE \(condition)", arguments: arguments)
            return (rows.compactMap(Self.entry), total ?? 0)
        }
    }

    private static func condition(_ filter: Filter) -> (String, StatementArguments) {
        var parts = filter.withDisposed ? [] : ["disposed IS NULL"]
        var arguments = StatementArguments()
        if let casework = filter.casework {
            parts.append("casework = ?")
            arguments += [casework]
        }
        if let tag = filter.tag {
            parts.append("exhibit.id IN (SELECT tag.exhibit FROM tag WHERE tag = ?)")
            arguments += [tag]
        }
        if let report = filter.report {
            parts.append("exhibit.id IN (SELECT report.exhibit FROM report WHERE reference = ?)")
            arguments += [report]
        }
        return (parts.isEmpty ? "1" : parts.joined(separator: " AND "), arguments)
    }

    /// The newest exhibits in which all of these texts occur, be it one in the title and one in a post; each with the words around the
    /// first; whether there are more.
    public func find(_ texts: [String], _ filter: Filter, limit: Int) throws
        -> (found: [(entry: CatalogueEntry, words: String)], hasMore: Bool)
    {
        let queries = SearchWords.queries(texts)
        guard !queries.isEmpty else { return ([], false) }
        let (condition, arguments) = Self.condition(filter)
        // A row has the words of the exhibit itself or of one post, so each further text is looked for in all rows of an exhibit.
        let exhibit = "post.rowid / \(WordRows.perExhibit)"
        let further = queries.dropFirst().map { _ in
            "AND \(exhibit) IN (SELECT \(exhibit) FROM post WHERE post MATCH ?)"
        }.joined(separator: "\n")
        return try database.read { database in
            // One pass: a query for each row would look the words up anew each time.
            let matches = try Row.fetchCursor(
                database,
                sql: """
                    SELECT post.rowid, snippet(post, -1, '', '', '…', 16) AS words FROM post WHERE post MATCH ?
                    \(further)
                    AND EXISTS (SELECT 1 FROM exhibit WHERE exhibit.id = \(exhibit) AND \(condition))
                    ORDER BY post.rowid DESC
                    """, arguments: StatementArguments(queries) + arguments)
            var rows: [(exhibit: Int, words: String)] = []
            while rows.count <= limit, let row = try matches.next() {
                let exhibit = WordRows.exhibit(of: row["rowid"])
                if exhibit != rows.last?.exhibit { rows.append((exhibit, row["words"] ?? "")) }
            }
            let found = try rows.prefix(limit).compactMap { exhibit, words -> (CatalogueEntry, String)? in
                try Row.fetchOne(
                    database, sql: "SELECT \(Self.columns) WHERE exhibit.id = ?", arguments: [exhibit]
                ).flatMap(Self.entry).map { ($0, words) }
            }
            return (found, rows.count > limit)
        }
    }

    /// The exhibits that have this reference: one in each case at most.
    public func entries(_ reference: ExhibitReference, casework: String? = nil) throws -> [CatalogueEntry] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Self.columns) WHERE initials = ? AND number = ? AND part = ? AND casework = COALESCE(?, casework)
                    ORDER BY casework LIMIT 100
                    """, arguments: [reference.initials, reference.number, reference.part, casework]
            ).compactMap(Self.entry)
        }
    }

    /// The exhibit that a bundle is; nil when it is none.
    public func entry(of bundle: RandomUUID) throws -> CatalogueEntry? {
        try database.read { database in
            try Row.fetchOne(
                database, sql: "SELECT \(Self.columns) WHERE exhibit.bundle = ?", arguments: [bundle.text]
            ).flatMap(Self.entry)
        }
    }

    /// Those whose date to be kept until has come by a day, the longest due first.
    public func due(by day: String, limit: Int) throws -> [CatalogueEntry] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Self.columns) WHERE keep_until <= ? AND disposed IS NULL
                    ORDER BY keep_until, exhibit.id LIMIT ?
                    """, arguments: [day, limit]
            ).compactMap(Self.entry)
        }
    }

    public func cases() throws -> [Case] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT *, (SELECT COUNT(*) FROM exhibit WHERE exhibit.casework = casework.reference AND disposed IS NULL)
                        AS exhibits
                    FROM casework ORDER BY opened, reference
                    """
            ).map {
                Case(
                    reference: $0["reference"], title: $0["title"], opened: $0["opened"], by: $0["by"],
                    exhibits: $0["exhibits"])
            }
        }
    }

    public func hasCase(_ reference: String) throws -> Bool {
        try database.read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM casework WHERE reference = ?)",
                arguments: [reference]) ?? false
        }
    }

    /// The greatest number that was given for these initials in a case, and the last part of one number.
    func last(_ initials: String, in casework: String) throws -> Int {
        try database.read { database in
            try Int.fetchOne(
                database, sql: "SELECT MAX(number) FROM exhibit WHERE casework = ? AND initials = ?",
                arguments: [casework, initials]) ?? 0
        }
    }

    func lastPart(of reference: ExhibitReference, in casework: String) throws -> String {
        try database.read { database in
            try String.fetchOne(
                database,
                sql: """
                    SELECT part FROM exhibit WHERE casework = ? AND initials = ? AND number = ?
                    ORDER BY LENGTH(part) DESC, part DESC LIMIT 1
                    """, arguments: [casework, reference.initials, reference.number]) ?? ""
        }
    }

    private static func entry(_ row: Row) -> CatalogueEntry? {
        guard let bundle = RandomUUID(row["bundle"] as String) else { return nil }
        func list(_ name: String, _ separator: Character = " ") -> [String] {
            (row[name] as String? ?? "").split(separator: separator).map(String.init)
        }
        let capture = (row["address"] as String?).map {
            CatalogueEntry.Capture(
                address: $0, outcome: row["outcome"], engine: row["engine"], captured: row["captured"],
                page: row["page"], platform: row["platform"], author: row["author"], posted: row["posted"],
                posts: row["posts"], signer: row["signer"], bytes: row["bytes"])
        }
        return CatalogueEntry(
            entry: row["id"], bundle: bundle,
            reference: ExhibitReference(initials: row["initials"], number: row["number"], part: row["part"]),
            casework: row["casework"], title: row["title"],
            digest: SHA256Digest(text: row["digest"] as String),
            added: row["added"], by: row["by"], flags: list("flags"), tags: list("tags"),
            reports: list("reports", "\n"), capture: capture, keepUntil: row["keep_until"],
            keepReason: row["keep_reason"], disposed: row["disposed"], disposal: row["disposal"])
    }
}
