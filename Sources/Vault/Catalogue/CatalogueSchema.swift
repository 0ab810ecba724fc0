import GRDB

/// The tables of the catalogue. All that is in them is made from the log and the bundles, and can be made again.
enum CatalogueSchema {
    static let version = "exhibit-catalogue/1"

    /// Each table with the order that its rows are compared in.
    static let tables = [
        ("casework", "reference"), ("exhibit", "id"), ("capture", "exhibit"),
        ("report", "reference, exhibit"),
        ("tag", "exhibit, tag"), ("post", "rowid"),
    ]

    static let creation = """
        CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE casework (
            reference TEXT PRIMARY KEY, title TEXT NOT NULL, opened TEXT NOT NULL, by TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE exhibit (
            id INTEGER PRIMARY KEY, bundle TEXT NOT NULL UNIQUE, casework TEXT NOT NULL, initials TEXT NOT NULL,
            number INTEGER NOT NULL, part TEXT NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL,
            added TEXT NOT NULL, by TEXT NOT NULL, flags TEXT NOT NULL,
            keep_until TEXT, keep_reason TEXT, disposed TEXT, disposal TEXT,
            UNIQUE (casework, initials, number, part));
        CREATE INDEX exhibit_case ON exhibit (casework, id);
        CREATE INDEX exhibit_reference ON exhibit (initials, number, part);
        CREATE INDEX exhibit_until ON exhibit (keep_until) WHERE keep_until IS NOT NULL;
        CREATE TABLE capture (
            exhibit INTEGER PRIMARY KEY REFERENCES exhibit, address TEXT NOT NULL, outcome TEXT NOT NULL,
            engine TEXT NOT NULL, captured TEXT NOT NULL, page TEXT NOT NULL, platform TEXT NOT NULL,
            author TEXT NOT NULL, posted TEXT NOT NULL, posts INTEGER NOT NULL, signer TEXT NOT NULL,
            bytes INTEGER NOT NULL);
        CREATE TABLE report (
            reference TEXT NOT NULL, exhibit INTEGER NOT NULL REFERENCES exhibit,
            PRIMARY KEY (reference, exhibit)) WITHOUT ROWID;
        CREATE INDEX report_exhibit ON report (exhibit);
        CREATE TABLE tag (
            exhibit INTEGER NOT NULL REFERENCES exhibit, tag TEXT NOT NULL,
            PRIMARY KEY (exhibit, tag)) WITHOUT ROWID;
        CREATE INDEX tag_name ON tag (tag, exhibit);
        CREATE VIRTUAL TABLE post USING fts5 (
            title, text, author, address, tokenize = "unicode61 remove_diacritics 2");
        """

    /// Makes the tables where there are none yet.
    static func create(in database: Database) throws {
        guard try !database.tableExists("state") else { return }
        try database.execute(sql: creation)
        try set("format", version, in: database)
        try set("applied", "0", in: database)
    }

    static func remove(from database: Database) throws {
        for (table, _) in tables.reversed() + [("state", "")] {
            try database.execute(sql: "DROP TABLE IF EXISTS \(table)")
        }
    }

    static func value(_ name: String, in database: Database) throws -> String? {
        try String.fetchOne(database, sql: "SELECT value FROM state WHERE name = ?", arguments: [name])
    }

    static func set(_ name: String, _ value: String, in database: Database) throws {
        try database.execute(sql: "INSERT OR REPLACE INTO state VALUES (?, ?)", arguments: [name, value])
    }
}
