import Bytes
import Custody
import CustodyEvents
import GRDB

/// The catalogue follows the log: each event is applied once, in its order, and nothing else ever changes a row.
extension Catalogue {
    /// Applies events that follow those that are in the catalogue, all or none; false when another process was faster.
    ///
    /// `log` names the log that they are from. What no event can mean is passed over, and told in words.
    func apply(_ events: [LoggedEvent], of log: String, problems: inout [String]) throws -> Bool {
        var found: [String] = []
        let isDone = try database.write { database in
            guard try CatalogueSchema.value("applied", in: database) == events.first.map({ String($0.index) })
            else { return false }
            try Self.apply(events, of: log, in: database, &found)
            return true
        }
        if isDone { problems += found }
        return isDone
    }

    /// Makes the catalogue anew, all or nothing: `next` gives the events that begin at an index, nil after the last.
    func rebuild(of log: String, problems: inout [String], next: (Int) throws -> [LoggedEvent]?) throws {
        var found: [String] = []
        try database.write { database in
            try CatalogueSchema.remove(from: database)
            try CatalogueSchema.create(in: database)
            var index = 0
            while let events = try next(index), let last = events.last {
                try Self.apply(events, of: log, in: database, &found)
                index = last.index + 1
            }
            try database.execute(sql: "DELETE FROM state WHERE name = 'stale'")
        }
        problems += found
    }

    private static func apply(
        _ events: [LoggedEvent], of log: String, in database: Database, _ problems: inout [String]
    ) throws {
        for event in events where LoggedEvent.verbs.contains(event.verb) {
            guard let by = event.by else {
                problems.append("entry \(event.index) \(event.fault); it was left out")
                // Whoever erased it: what is gone from the log must go from here.
                if event.verb == .erased { _ = try erase(event.bundle, database) }
                continue
            }
            // Details that were erased leave nothing to take in; what they had said went with them.
            guard event.details != nil else { continue }
            let isApplied =
                switch (event.verb, event.bundle) {
                case (.catalogued, nil): try openCase(event, by, database)
                case (.catalogued, let bundle?): try catalogue(event, bundle, by, database)
                case (.tagged, let bundle?): try tag(event, bundle, database)
                case (.retained, let bundle?): try retain(event, bundle, database)
                case (.disposed, let bundle?): try dispose(event, bundle, by, database)
                case (.erased, let bundle): try erase(bundle, database)
                default: false
                }
            if !isApplied {
                problems.append("entry \(event.index) (\(event.verb.rawValue)) fits nothing; it was left out")
            }
        }
        guard let last = events.last else { return }
        try CatalogueSchema.set("applied", String(last.index + 1), in: database)
        try CatalogueSchema.set("log", log, in: database)
    }

    private static func openCase(_ event: LoggedEvent, _ by: String, _ database: Database) throws -> Bool {
        guard let reference = event.text("case"), CaseReference.isValid(reference) else { return false }
        try database.execute(
            sql: "INSERT OR IGNORE INTO casework VALUES (?, ?, ?, ?)",
            arguments: [reference, event.text("title") ?? "", event.time, by])
        return true
    }

    private static func catalogue(
        _ event: LoggedEvent, _ bundle: RandomUUID, _ by: String, _ database: Database
    ) throws -> Bool {
        let facts = event.facts
        let flags = (facts?.flags ?? []).sorted().joined(separator: " ")
        guard let digest = event.text("digest"),
            try insert(
                event, id: event.index, bundle, added: event.time, by, title: event.text("title") ?? "",
                digest: digest, flags: flags, database)
        else { return false }
        guard let facts else { return true }
        let hides = !facts.flags.isDisjoint(with: ExhibitTag.sensitive)
        try database.execute(
            sql: "INSERT INTO capture VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                event.index, facts.address, facts.outcome, facts.engine, facts.captured,
                hides ? "" : facts.page, facts.platform, hides ? "" : facts.author, facts.posted,
                facts.postCount, facts.signer, facts.bytes,
            ])
        for report in facts.reports {
            try database.execute(
                sql: "INSERT OR IGNORE INTO report VALUES (?, ?)", arguments: [report, event.index])
        }
        try words(event, facts, hides: hides, database)
        return true
    }

    /// The words that exhibits are found by. Those of whom an under-18 or intimate-image report protects stay in the bundle.
    private static func words(
        _ event: LoggedEvent, _ facts: BundleFacts, hides: Bool, _ database: Database
    ) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT INTO post (rowid, title, text, author, address) VALUES (?, ?, ?, ?, ?)")
        let first = WordRows.first(of: event.index)
        try insert.execute(arguments: [first, event.text("title") ?? "", "", "", facts.address])
        guard !hides else { return }
        let page = facts.posts.isEmpty ? facts.page : ""
        if !page.isEmpty { try insert.execute(arguments: [first + 1, page, "", "", ""]) }
        for (place, post) in facts.posts.enumerated() {
            try insert.execute(arguments: [first + 2 + place, "", post.text, post.author, post.address])
        }
    }

    private static func tag(_ event: LoggedEvent, _ bundle: RandomUUID, _ database: Database) throws -> Bool {
        guard let id = try openExhibit(bundle, database) else { return false }
        for tag in ExhibitTag.list(event.text("removed")) {
            try database.execute(sql: "DELETE FROM tag WHERE exhibit = ? AND tag = ?", arguments: [id, tag])
        }
        let added = ExhibitTag.list(event.text("added"))
        for tag in added {
            try database.execute(sql: "INSERT OR IGNORE INTO tag VALUES (?, ?)", arguments: [id, tag])
        }
        if added.contains(where: ExhibitTag.sensitive.contains) {
            try WordRows.remove(of: id, keepsOwn: true, database)
            try database.execute(
                sql: "UPDATE capture SET page = '', author = '' WHERE exhibit = ?", arguments: [id])
        }
        return true
    }

    private static func retain(_ event: LoggedEvent, _ bundle: RandomUUID, _ database: Database) throws
        -> Bool
    {
        guard let id = try openExhibit(bundle, database), let until = event.text("until") else {
            return false
        }
        try database.execute(
            sql: "UPDATE exhibit SET keep_until = ?, keep_reason = ? WHERE id = ?",
            arguments: [until, event.text("why") ?? "", id])
        return true
    }

    /// What the erased event had said may be in the catalogue, unless the exhibit was disposed of.
    private static func erase(_ bundle: RandomUUID?, _ database: Database) throws -> Bool {
        guard let bundle, try openExhibit(bundle, database) != nil else { return true }
        try CatalogueSchema.set("stale", "", in: database)
        return true
    }

    /// Leaves of an exhibit what the disposal itself says, whether or not anything else of it is known any more.
    private static func dispose(
        _ event: LoggedEvent, _ bundle: RandomUUID, _ by: String, _ database: Database
    ) throws -> Bool {
        guard let digest = event.text("digest"), let id = event.text("entry").flatMap({ Int($0) }),
            (0..<event.index).contains(id)
        else { return false }
        // The row with this number is this bundle's, and this bundle has no other.
        let others = try Int.fetchOne(
            database,
            sql:
                "SELECT COUNT(*) FROM exhibit WHERE (id = ?1 OR bundle = ?2) AND NOT (id = ?1 AND bundle = ?2)",
            arguments: [id, bundle.text])
        guard others == 0 else { return false }
        try WordRows.remove(of: id, keepsOwn: false, database)
        for table in ["tag", "report", "capture"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE exhibit = ?", arguments: [id])
        }
        try database.execute(sql: "DELETE FROM exhibit WHERE id = ?", arguments: [id])
        guard
            try insert(
                event, id: id, bundle, added: event.text("added") ?? "", event.text("catalogued by") ?? "",
                title: "", digest: digest, flags: "", database)
        else { return false }
        try database.execute(
            sql: "UPDATE exhibit SET disposed = ?, disposal = ? WHERE id = ?",
            arguments: [event.time, event.text("why") ?? "", id])
        return true
    }

    /// A row of an exhibit; false when the event's reference is none, or another exhibit has it.
    private static func insert(
        _ event: LoggedEvent, id: Int, _ bundle: RandomUUID, added: String, _ by: String, title: String,
        digest: String, flags: String, _ database: Database
    ) throws -> Bool {
        guard let reference = event.text("reference").flatMap({ ExhibitReference($0) }),
            let casework = event.text("case"),
            casework == CaseReference.none || CaseReference.isValid(casework)
        else { return false }
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO exhibit (
                    id, bundle, casework, initials, number, part, title, digest, added, by, flags)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, bundle.text, casework, reference.initials, reference.number, reference.part, title,
                digest,
                added, by, flags,
            ])
        return database.changesCount == 1
    }

    private static func openExhibit(_ bundle: RandomUUID, _ database: Database) throws -> Int? {
        try Int.fetchOne(
            database, sql: "SELECT id FROM exhibit WHERE bundle = ? AND disposed IS NULL",
            arguments: [bundle.text])
    }
}
