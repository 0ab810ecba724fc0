import GRDB

/// What is in the vault, as a table that can be asked: one SQLite file, made from the log and the bundles.
///
/// Safe to use from several threads and processes.
public final class Catalogue: Sendable {
    let database: DatabasePool
    private let path: String

    /// Opens the file, and makes it where there is none. Throws `VaultError`.
    init(path: String) throws {
        self.path = path
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(30)
            // What was disposed of must not stay in pages that are free.
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
            database = try DatabasePool(path: path, configuration: configuration)
            let version = try database.write { database in
                try CatalogueSchema.create(in: database)
                return try CatalogueSchema.value("format", in: database)
            }
            guard version == CatalogueSchema.version else {
                throw VaultError(.wrong, "it was made by another version of the program")
            }
        } catch {
            throw VaultError(
                .wrong,
                "\(path): the catalogue cannot be used (\(error)); make it again with: exhibit vault rebuild")
        }
    }

    /// How many entries of the log are in it, and of which log; whether it holds what an event said that was erased since.
    func state() throws -> (applied: Int, log: String?, isStale: Bool) {
        try database.read { database in
            (
                Int(try CatalogueSchema.value("applied", in: database) ?? "0") ?? 0,
                try CatalogueSchema.value("log", in: database),
                try CatalogueSchema.value("stale", in: database) != nil
            )
        }
    }

    /// Every row as text, the same for catalogues with the same content.
    func contents() throws -> [String] {
        try database.read { database in
            try CatalogueSchema.tables.flatMap { table, order in
                try Row.fetchAll(
                    database,
                    sql: "SELECT \(table == "post" ? "rowid, " : "")* FROM \(table) ORDER BY \(order)"
                ).map { "\(table) \($0.databaseValues.map(\.description).joined(separator: " | "))" }
            }
        }
    }

    /// Leaves nothing of deleted rows in the file or its log.
    func forgetDeleted() throws {
        // A full-text index keeps deleted words until its parts are merged.
        try database.write { try $0.execute(sql: "INSERT INTO post (post) VALUES ('optimize')") }
        _ = try database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
}
