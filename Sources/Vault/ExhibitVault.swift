public import Bytes
public import Custody
public import CustodyEvents
import Files
public import Hashing
public import Sealing
import Storage

/// A vault that is open: its bundles, its custody log, and the catalogue, which is brought up to the log first.
public struct ExhibitVault: Sendable {
    public let folder: VaultFolder
    public let register: CustodyRegister
    public let bundles: BundleStore
    public let catalogue: Catalogue
    /// What in the log fits nothing, in plain English; for events that were new when the vault was opened.
    public let problems: [String]

    /// Opens a vault with its custody log.
    public init(_ folder: VaultFolder, _ register: CustodyRegister) throws {
        self.folder = folder
        self.register = register
        bundles = BundleStore(folder)
        // A catalogue that is not there yet is made by one process.
        let lock = Folder.exists(folder.catalogue) ? nil : try FolderLock.wait(for: folder.path)
        defer { withExtendedLifetime(lock) {} }
        catalogue = try Catalogue(path: folder.catalogue)
        problems = try Self.follow(register, into: catalogue, bundles)
    }

    /// Who an exhibit is named after, and where it belongs.
    public struct Naming: Sendable {
        /// As `OfficerInitials` gives them.
        public var initials: String
        public var casework = CaseReference.none
        public var title = ""
        /// What it was made from: it becomes a part of that, `SJ/1/a`.
        public var parent: CatalogueEntry?
        /// Why it is taken in, for the log.
        public var why: String?

        public init(initials: String) { self.initials = initials }
    }

    /// Takes a file in `incoming`, or in its place already, into the vault, and gives it the next reference.
    ///
    /// The bundle is in its place before the log has the event, so a crash in between leaves a file that `check` names and
    /// that can be taken in again. Throws `VaultError` when another file with this id is here; gives the entry of one that is
    /// here as it is.
    public func add(
        _ path: String, bundle: RandomUUID, digest: SHA256Digest, naming: Naming, by officer: OfficerIdentity,
        at time: Timestamp
    ) throws -> (entry: CatalogueEntry, isNew: Bool) {
        try require(.capture, of: officer)
        return try inTurn {
            if let there = try catalogue.entry(of: bundle) {
                guard there.disposed == nil else {
                    throw VaultError(
                        .taken,
                        "\(there.name) was this bundle, and was disposed of on \(there.disposed ?? "")")
                }
                guard there.digest == digest else {
                    throw VaultError(
                        .taken,
                        "\(path): another file with the same bundle id is here as \(there.name); both stay where they are"
                    )
                }
                return (there, false)
            }
            guard try naming.casework == CaseReference.none || catalogue.hasCase(naming.casework) else {
                throw VaultError(
                    .missing, "there is no case \(naming.casework); make it with: exhibit case new")
            }
            let reference = try next(naming)
            try bundles.place(path, as: bundle)
            _ = try register.record(
                .catalogued, bundle: bundle,
                details: Self.details([
                    ("reference", reference.text), ("case", naming.casework),
                    ("title", naming.title.isEmpty ? nil : naming.title),
                    ("digest", digest.text), ("by", Self.name(officer)), ("why", naming.why),
                ]), by: officer, at: time)
            try follow()
            guard let entry = try catalogue.entry(of: bundle) else {
                throw VaultError(.wrong, "\(path): is in the vault, but the log's entry for it fits nothing")
            }
            return (entry, true)
        }
    }

    private func next(_ naming: Naming) throws -> ExhibitReference {
        guard let parent = naming.parent else {
            let number = try catalogue.last(naming.initials, in: naming.casework) + 1
            guard ExhibitReference.initials(naming.initials) == naming.initials,
                number <= ExhibitReference.greatestNumber
            else { throw VaultError(.wrong, "\(naming.initials): are no initials for a reference") }
            return ExhibitReference(initials: naming.initials, number: number)
        }
        let whole = parent.reference.parent ?? parent.reference
        let last = try catalogue.lastPart(of: whole, in: parent.casework)
        guard let part = ExhibitReference.part(after: last) else {
            throw VaultError(.wrong, "\(parent.name): has as many parts as can be named")
        }
        return ExhibitReference(initials: whole.initials, number: whole.number, part: part)
    }

    /// Opens a case. Throws `VaultError` when there is one with this reference.
    public func openCase(
        _ reference: String, title: String, by officer: OfficerIdentity, at time: Timestamp
    ) throws {
        guard CaseReference.isValid(reference) else {
            throw VaultError(
                .wrong, "\(reference): a case is named by 1 to 64 characters, none of them a colon")
        }
        guard !CaseReference.isPath(reference) else {
            throw VaultError(
                .wrong,
                "\(reference): a case is not named like a place of files, with . or .. or nothing between slashes"
            )
        }
        try require(.capture, of: officer)
        try inTurn {
            guard try !catalogue.hasCase(reference) else {
                throw VaultError(.taken, "\(reference): there is a case with this reference")
            }
            let alike = try catalogue.cases().first { $0.reference.lowercased() == reference.lowercased() }
            if let alike {
                throw VaultError(
                    .taken,
                    "\(reference): there is a case \(alike.reference), which only letters' size tells from it"
                )
            }
            _ = try register.record(
                .catalogued, bundle: nil,
                details: Self.details([("case", reference), ("title", title), ("by", Self.name(officer))]),
                by: officer, at: time)
            try follow()
        }
    }

    /// Notes something that was done with an exhibit, or is about to be; gives the entry as it is after that.
    @discardableResult
    public func record(
        _ verb: CustodyVerb, of entry: CatalogueEntry, _ facts: [(name: String, value: String?)],
        by officer: OfficerIdentity, at time: Timestamp
    ) throws -> CatalogueEntry {
        try require(verb.role, of: officer)
        return try inTurn {
            guard let now = try catalogue.entry(of: entry.bundle), now.disposed == nil else {
                throw VaultError(.missing, "\(entry.name): was disposed of")
            }
            _ = try register.record(
                verb, bundle: entry.bundle,
                details: Self.details(
                    [("reference", entry.reference.text), ("case", entry.casework)] + facts
                        + [("by", Self.name(officer))]), by: officer, at: time)
            try follow()
            return try catalogue.entry(of: entry.bundle) ?? now
        }
    }

    /// Disposes of an exhibit: the log says so first; then the bundle goes, what lies beside it, and what events of it say in
    /// detail. A disposal that was interrupted is finished when it is asked for again.
    public func dispose(
        _ entry: CatalogueEntry, why: String, by officer: OfficerIdentity, at time: Timestamp
    ) throws {
        try require(.administer, of: officer)
        try inTurn {
            if try catalogue.entry(of: entry.bundle)?.disposed == nil {
                _ = try register.record(
                    .disposed, bundle: entry.bundle,
                    details: Self.details([
                        ("reference", entry.reference.text), ("case", entry.casework),
                        ("entry", String(entry.entry)), ("digest", entry.digest?.text),
                        ("added", entry.added),
                        ("catalogued by", entry.by), ("why", why), ("by", Self.name(officer)),
                    ]), by: officer, at: time)
            }
            try bundles.remove(entry.bundle)
            for event in try register.entries(of: entry.bundle)
            where event.details != nil && ![.disposed, .erased].contains(event.event.verb) {
                try register.erase(detailsOf: event.index, why: "disposal", by: officer, at: time)
            }
            try follow()
            try catalogue.forgetDeleted()
        }
    }

    /// Throws `VaultError` when the log's own entries do not let an officer do this. Who acts first founds the log, and may do all.
    public func require(_ role: OfficerRole, of officer: OfficerIdentity) throws {
        guard try register.allows(role, officer) else {
            throw VaultError(
                .refused,
                "by the entries of the vault's log the key of \(Self.name(officer)) may not \(role.rawValue); who administers the vault can add it: exhibit custody key add"
            )
        }
    }

    /// Brings the catalogue up to the log.
    private func follow() throws { _ = try Self.follow(register, into: catalogue, bundles) }

    /// One process at a time gives references, so that none is given twice.
    func inTurn<Result>(_ body: () throws -> Result) throws -> Result {
        guard let lock = try FolderLock.wait(for: folder.path) else {
            throw VaultError(
                .taken, "\(folder.path): another process has been writing to the vault for a minute")
        }
        defer { withExtendedLifetime(lock) {} }
        try follow()
        return try body()
    }

    private static func name(_ officer: OfficerIdentity) -> String {
        officer.certificate.holder
    }

    private static func details(_ facts: [(name: String, value: String?)]) -> [JSONMember] {
        facts.compactMap { name, value in value.map { JSONMember(name, .string($0)) } }
    }
}
