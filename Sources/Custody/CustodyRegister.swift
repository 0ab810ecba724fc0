public import Bytes
public import CustodyEvents
import Files
public import Hashing
public import Sealing
import Storage
import Transparency
public import TransparencyLogs

/// The custody log of a force, and beside it what each event says in detail.
public struct CustodyRegister: Sendable {
    /// Events that are read together: those of a tile.
    public static let entriesAtOnce = TilePath.width

    /// An event of the log, with its place and what is known of it.
    public struct Entry: Sendable {
        public let index: Int
        public let event: CustodyEvent
        /// Nil when they were erased.
        public let details: CustodyDetails?
        /// Whether the details are those that the event was signed over.
        public let areDetailsTrue: Bool
    }

    let folder: String
    public let log: TileLog
    /// Nil where nothing is kept outside of the folder.
    let known: KnownCheckpoint?

    /// Opens the register in a folder, or makes it. `known` is a file outside of the folder that keeps the last checkpoint.
    public init(folder: String, force: @autoclosure () -> String, known: String? = nil) throws {
        self.folder = folder
        self.known = known.map(KnownCheckpoint.init)
        let kept = self.known
        log = try TileLog(folder: folder, origin: Self.name(force()) + ".custody/1") { origin in
            guard let seen = kept?.checkpoint, seen.origin == origin else { return 0 }
            return seen.size
        }
    }

    /// The letters and digits of a force's name.
    public static func name(_ force: String) -> String {
        let words = force.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? "force" : words.joined(separator: "-")
    }

    // MARK: Writing

    /// Appends an event, signed by who acted, and returns when it and its details are on the disk; gives its index.
    ///
    /// The first event of a log is preceded by one that adds the key of who acts, with all roles: the founder's. Throws `LogFailure`
    /// for a log that is a copy, or behind what it was known to be: `restore` is for that.
    @discardableResult
    public func record(
        _ verb: CustodyVerb, bundle: RandomUUID?, details members: [JSONMember], by officer: OfficerIdentity,
        at time: Timestamp
    ) throws -> Int {
        try append(verb, bundle: bundle, details: members, by: officer, at: time).index
    }

    /// As `record`; gives a checkpoint over the event, too.
    public func append(
        _ verb: CustodyVerb, bundle: RandomUUID?, details members: [JSONMember], by officer: OfficerIdentity,
        at time: Timestamp
    ) throws -> (index: Int, note: SignedNote) {
        try append(verb, bundle: bundle, details: members, by: officer, at: time, after: try checkHome())
    }

    /// As `append`, of a log that may go on from the checkpoint that this machine saw last.
    func append(
        _ verb: CustodyVerb, bundle: RandomUUID?, details members: [JSONMember], by officer: OfficerIdentity,
        at time: Timestamp, after seen: SignedNote?
    ) throws -> (index: Int, note: SignedNote) {
        let item = try Self.item(verb, bundle: bundle, details: members, by: officer, at: time)
        let result = try log.append([item]) {
            [
                try Self.item(
                    .keyAdded, bundle: nil,
                    details: KeyDetails.adding(officer.certificate, roles: Set(OfficerRole.allCases)),
                    by: officer, at: time)
            ]
        }
        try see(result.note, after: seen)
        return result
    }

    private static func item(
        _ verb: CustodyVerb, bundle: RandomUUID?, details members: [JSONMember], by officer: OfficerIdentity,
        at time: Timestamp
    ) throws -> LogItem {
        let details = try CustodyDetails(members)
        let event = try CustodyEvent.signed(
            verb, bundle: bundle, details: details.digest, by: officer, at: time)
        return LogItem(entry: event.serialized, details: details.serialized)
    }

    /// Erases what an event says in detail, after an event that says so; gives the index of that one.
    ///
    /// For who may administer. Throws `LogFailure` for an event that adds or revokes a key, without whose details nobody could tell whose
    /// signatures count, and for a disposal, which keeps the exhibit's reference from being given again.
    @discardableResult
    public func erase(detailsOf index: Int, why: String, by officer: OfficerIdentity, at time: Timestamp)
        throws
        -> Int
    {
        guard let entry = try entry(at: index) else {
            throw LogFailure(.broken, "the log has no entry \(index)")
        }
        guard !KeyIndex.verbs.contains(entry.event.verb) else {
            throw LogFailure(
                .refused,
                "entry \(index) says whose keys count in the log; it is needed as long as the log is"
            )
        }
        guard entry.event.verb != .disposed else {
            throw LogFailure(
                .refused,
                "entry \(index) tells of a disposal; it is needed so that no exhibit gets the same reference again"
            )
        }
        try require(.administer, of: officer)
        let erased = try record(
            .erased, bundle: entry.event.bundle,
            details: [JSONMember("entry", JSONValue(index)), JSONMember("why", .string(why))], by: officer,
            at: time)
        try log.eraseDetails(of: index)
        return erased
    }

    // MARK: Reading

    /// The events of a bundle, in their order; of all for nil.
    public func entries(of bundle: RandomUUID? = nil) throws -> [Entry] {
        var entries: [Entry] = []
        let urn = bundle.map { Array($0.urn.utf8) }
        try log.forEachItem(upTo: log.note().checkpoint.size) { index, bytes, details in
            // Most entries of a large log are of others.
            if let urn, !CustodyEvent.mayBe(of: urn, bytes) { return }
            let entry = try Self.entry(index, bytes, details)
            if bundle == nil || entry.event.bundle == bundle { entries.append(entry) }
        }
        return entries
    }

    /// Events from an index on, to the end of its tile, of a log of this size: a long log is read in parts.
    public func entries(from first: Int, upTo size: Int) throws -> [Entry] {
        var entries: [Entry] = []
        let end = min(size, (first / Self.entriesAtOnce + 1) * Self.entriesAtOnce)
        try log.forEachItem(from: first, upTo: end) { index, bytes, details in
            entries.append(try Self.entry(index, bytes, details))
        }
        return entries
    }

    /// One event; nil where the log has none.
    public func entry(at index: Int) throws -> Entry? {
        guard index >= 0, try index < log.note().checkpoint.size else { return nil }
        var found: Entry?
        try log.forEachItem(from: index, upTo: index + 1) { index, bytes, details in
            found = try Self.entry(index, bytes, details)
        }
        return found
    }

    /// The digest of another file that the log tells of under a bundle's name.
    public func otherDigest(of bundle: RandomUUID, than digest: SHA256Digest) throws -> String? {
        try entries(of: bundle).compactMap { $0.details?.json["digest"]?.string }.first { $0 != digest.text }
    }

    static func entry(_ index: Int, _ bytes: [UInt8], _ details: [UInt8]?) throws -> Entry {
        guard let event = CustodyEvent(bytes) else {
            throw LogFailure(.broken, "entry \(index) of the log is no event")
        }
        let details = details.map { CustodyDetails($0) }
        return Entry(
            index: index, event: event, details: details ?? nil,
            areDetailsTrue: details.map { $0?.digest == event.details } ?? true)
    }

    // MARK: Keys

    /// Whether the log's own entries let an officer do this. Who acts first founds the log, and may do all.
    public func allows(_ role: OfficerRole, _ officer: OfficerIdentity) throws -> Bool {
        let roster = try roster()
        return roster.members.isEmpty || roster.roles(of: officer.certificate).contains(role)
    }

    /// Throws `LogFailure` where the log's own entries do not let an officer do this.
    public func require(_ role: OfficerRole, of officer: OfficerIdentity) throws {
        guard try allows(role, officer) else {
            throw LogFailure(
                .refused,
                "by the log's own entries the key of \(officer.certificate.holder) may not \(role.rawValue); who administers the log can add it: exhibit custody key add"
            )
        }
    }

    /// Whose keys the log knows now; nobody's only for a log without entries, else it throws.
    public func roster() throws -> KeyRoster {
        let roster = try keyHistory().roster
        if roster.members.isEmpty, try log.note().checkpoint.size > 0 {
            throw LogFailure(.broken, "\(folder): no entry of the log says whose keys count in it")
        }
        return roster
    }

    /// Adds an officer's key, or gives it other roles; for who may administer.
    @discardableResult
    public func add(
        _ certificate: Certificate, roles: Set<OfficerRole>, by officer: OfficerIdentity, at time: Timestamp
    ) throws -> Int {
        try require(.administer, of: officer)
        return try record(
            .keyAdded, bundle: nil, details: KeyDetails.adding(certificate, roles: roles), by: officer,
            at: time)
    }

    /// Revokes a key: what it signs from here on is not counted. For who may administer.
    @discardableResult
    public func revoke(_ key: SHA256Digest, why: String, by officer: OfficerIdentity, at time: Timestamp)
        throws
        -> Int
    {
        try require(.administer, of: officer)
        return try record(
            .keyRevoked, bundle: nil, details: KeyDetails.revoking(key, why: why), by: officer, at: time)
    }
}
