public import Custody
import Storage
import Threads
import TransparencyLogs

extension ExhibitVault {
    /// Tiles of the log that are read before their events are applied: enough to keep every core at work.
    private static var tilesAtOnce: Int { 4 * SharedWork.cores }

    /// Applies to the catalogue what the log has more; gives what fits nothing.
    static func follow(
        _ register: CustodyRegister, into catalogue: Catalogue, _ bundles: BundleStore
    ) throws -> [String] {
        let log = register.log.key.text
        var problems: [String] = []
        var known: (size: Int, keys: KeyHistory)?
        while true {
            let size = try register.log.note().checkpoint.size
            let state = try catalogue.state()
            guard state.log == nil || state.log == log, state.applied <= size else { throw isOfAnotherLog }
            guard state.applied < size else {
                guard state.isStale else { return problems }
                // What an event said was erased: then the catalogue is as if it had never said it.
                return problems + (try rebuild(register, into: catalogue, bundles, size: size))
            }
            let events: [LoggedEvent]
            do {
                let keys = try known.flatMap { $0.size == size ? $0.keys : nil } ?? register.keyHistory()
                known = (size, keys)
                events = try Self.events(from: state.applied, size: size, register, keys, bundles)
            } catch {
                // Where the log has grown, parts of it were written anew while they were read.
                guard try register.log.note().checkpoint.size != size else { throw error }
                continue
            }
            _ = try catalogue.apply(events, of: log, problems: &problems)
        }
    }

    private static let isOfAnotherLog = VaultError(
        .wrong, "the catalogue is not of the custody log beside it; make it again with: exhibit vault rebuild"
    )

    /// Makes the catalogue of a vault anew out of its log and bundles; gives how many events there were, and what fits nothing.
    public static func rebuild(_ folder: VaultFolder, _ register: CustodyRegister) throws
        -> (entries: Int, exhibits: Int, problems: [String])
    {
        let bundles = BundleStore(folder)
        let catalogue = try opened(folder)
        let size = try register.log.note().checkpoint.size
        let problems = try rebuild(register, into: catalogue, bundles, size: size)
        var all = Catalogue.Filter()
        all.withDisposed = true
        return (size, try catalogue.list(all, limit: 0).total, problems)
    }

    private static func rebuild(
        _ register: CustodyRegister, into catalogue: Catalogue, _ bundles: BundleStore, size: Int
    ) throws -> [String] {
        var problems: [String] = []
        let keys = try register.keyHistory()
        try catalogue.rebuild(of: register.log.key.text, problems: &problems) { index in
            index < size ? try events(from: index, size: size, register, keys, bundles) : nil
        }
        return problems
    }

    /// The catalogue's file; one that cannot be opened is laid aside, since nothing in it is not elsewhere.
    private static func opened(_ folder: VaultFolder) throws -> Catalogue {
        if let catalogue = try? Catalogue(path: folder.catalogue) { return catalogue }
        let aside = (1...999).lazy.map { "\(folder.catalogue).damaged-\($0)" }.first { !Folder.exists($0) }
        for end in ["", "-wal", "-shm"] where Folder.exists(folder.catalogue + end) {
            try Folder.rename(folder.catalogue + end, to: (aside ?? folder.catalogue + ".damaged") + end)
        }
        return try Catalogue(path: folder.catalogue)
    }

    /// The events from an index on, some tiles of them, with what they need of the bundles; read on every core.
    private static func events(
        from first: Int, size: Int, _ register: CustodyRegister, _ keys: KeyHistory, _ bundles: BundleStore
    ) throws -> [LoggedEvent] {
        let width = CustodyRegister.entriesAtOnce
        let tiles = min(tilesAtOnce, (size - 1) / width - first / width + 1)
        return try SharedWork.map(tiles) { tile in
            let start = tile == 0 ? first : (first / width + tile) * width
            return try register.entries(from: start, upTo: size).map { LoggedEvent($0, bundles, keys) }
        }.flatMap(\.self)
    }
}
