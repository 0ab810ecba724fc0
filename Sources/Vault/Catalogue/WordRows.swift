import GRDB

/// The rows of the full-text table: those of an exhibit stand together, its own first and then one for each post.
enum WordRows {
    static let perExhibit = 4096

    static func first(of exhibit: Int) -> Int { exhibit * perExhibit }

    static func exhibit(of row: Int) -> Int { row / perExhibit }

    /// Removes the words of an exhibit's posts, and its own unless they stay.
    static func remove(of exhibit: Int, keepsOwn: Bool, _ database: Database) throws {
        let first = first(of: exhibit)
        try database.execute(
            sql: "DELETE FROM post WHERE rowid BETWEEN ? AND ?",
            arguments: [keepsOwn ? first + 1 : first, first + perExhibit - 1])
    }
}
