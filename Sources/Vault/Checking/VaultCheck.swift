import Bytes
public import Custody
import CustodyEvents
import Files
import Glibc
import Hashing
import Storage
import Synchronization
import Threads

/// Every bundle of a vault against the digests in its log. Nothing is ever repaired.
public struct VaultCheck: Sendable {
    public struct Options: Sendable {
        /// The share of the bundles that is looked at, chosen by chance; nil for all. A sample is never resumed.
        public var sample: Double?
        /// Begin anew, whatever a check before this one had found.
        public var fresh = false
        /// Looks deeper into a bundle that has its digest; gives what is wrong with it, nil for nothing.
        public var deep: (@Sendable (_ path: String) throws -> CheckedFile?)?

        public init() {}
    }

    public struct Result: Sendable {
        /// Bundles in the log that were not disposed of.
        public var bundles = 0
        /// Those that were looked at now, and those that the stopped check before had found whole.
        public var checked = 0
        public var before = 0
        public var bytes = 0
        /// Encrypted ones among those that were looked at now: their parts were checked, and nothing was decrypted.
        public var unopened = 0
        /// What is not whole, by path.
        public var found: [CheckedFile] = []
        /// What somebody should know of, and the log says nothing else of; by path.
        public var notes: [CheckedFile] = []
        public var isComplete = true
    }

    /// How far it is.
    public struct Progress: Sendable {
        public var files: Int
        public var allFiles: Int
        public var bytes: Int
        public var allBytes: Int
    }

    private struct Item: Sendable {
        let bundle: RandomUUID
        let path: String
        let logged: LoggedDigests.Bundle
        let bytes: Int
    }

    /// What a look at a bundle gave.
    private struct Look {
        /// Nil for one that is whole.
        var found: CheckedFile?
        /// Nil for one that is encrypted, or need not be.
        var inPlain: CheckedFile?
        var isEncrypted = false
    }

    private let folder: VaultFolder
    private let bundles: BundleStore
    private let options: Options

    public init(_ folder: VaultFolder, _ options: Options) {
        self.folder = folder
        self.options = options
        bundles = BundleStore(folder)
    }

    /// Checks until all is looked at, or `isStopped` says so; then the next check goes on.
    ///
    /// Blocks the calling thread, and works on one for each core. Throws `VaultError` while another check is running, unless this is
    /// a sample: both would write how far they are.
    public func run(
        _ register: CustodyRegister, isStopped: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) throws -> Result {
        let turn = options.sample == nil ? try FolderLock.take(folder.bundles) : nil
        defer { withExtendedLifetime(turn) {} }
        guard turn != nil || options.sample != nil else {
            throw VaultError(
                .taken, "\(folder.path): another check is running; wait for it, or look at a --sample")
        }
        // Nothing is being taken in while the files are listed, so the log, which is read after, has each of them.
        guard let lock = try FolderLock.wait(for: folder.path) else {
            throw VaultError(
                .taken, "\(folder.path): another process has been writing to the vault for a minute")
        }
        let (files, waiting) = try withExtendedLifetime(lock) {
            (try bundles.files(), try IncomingFiles.paths(folder))
        }
        let logged = try LoggedDigests.read(register).bundles
        let incoming = IncomingFiles(waiting, logged)
        let open = logged.filter { !$0.value.isDisposed }
        var result = Result()
        result.bundles = open.count
        result.found = surplus(files, logged) + incoming.waiting
        result.notes += incoming.unfinished
        let state =
            options.sample == nil
            ? try CheckState(
                folder.checkState, kind: options.deep == nil ? "digests" : "deep", fresh: options.fresh) : nil
        var items: [Item] = []
        for (bundle, logged) in chosen(open) {
            let path = bundles.path(of: bundle)
            if state?.done.contains(bundle) == true, bundles.has(bundle) {
                result.before += 1
            } else {
                let bytes =
                    (try? bundles.isEncrypted(bundle)
                        ? bundles.partsBytes(of: bundle) : OpenFile.reading(path).size()) ?? 0
                items.append(Item(bundle: bundle, path: path, logged: logged, bytes: bytes))
            }
        }
        // The largest first, so that no core is left alone with one at the end.
        items.sort { ($0.bytes, $1.path) > ($1.bytes, $0.path) }
        let keys = try register.roster()
        try check(items, keys, state, isStopped, progress, &result)
        result.found.sort { $0.path < $1.path }
        result.notes.sort { $0.path < $1.path }
        if result.isComplete, state != nil { try Folder.remove(folder.checkState) }
        return result
    }

    private func chosen(_ open: [RandomUUID: LoggedDigests.Bundle]) -> [(RandomUUID, LoggedDigests.Bundle)] {
        let all = open.map { ($0.key, $0.value) }
        guard let sample = options.sample else { return all }
        let count = min(all.count, Int((Double(all.count) * sample).rounded(.up)))
        return Array(all.shuffled().prefix(count))
    }

    private func check(
        _ items: [Item], _ keys: KeyRoster, _ state: CheckState?,
        _ isStopped: @escaping @Sendable () -> Bool,
        _ progress: @escaping @Sendable (Progress) -> Void, _ result: inout Result
    ) throws {
        let begun = Mutex(
            (
                progress: Progress(
                    files: 0, allFiles: items.count, bytes: 0, allBytes: items.reduce(0) { $0 + $1.bytes }),
                unopened: 0, found: [CheckedFile](), notes: [CheckedFile]()
            ))
        // What it does not write is only looked at again.
        defer { try? state?.flush() }
        try SharedWork.run(items.count) { number in
            guard !isStopped() else { return }
            let item = items[number]
            let look = look(at: item, keys)
            if look.found == nil, look.inPlain == nil { try state?.add(item.bundle) }
            begun.withLock { begun in
                if let found = look.found { begun.found.append(found) }
                if let note = look.inPlain { begun.notes.append(note) }
                if look.isEncrypted { begun.unopened += 1 }
                begun.progress.files += 1
                begun.progress.bytes += item.bytes
                progress(begun.progress)
            }
        }
        begun.withLock { begun in
            result.found += begun.found
            result.notes += begun.notes
            result.unopened = begun.unopened
            result.checked = begun.progress.files
            result.bytes = begun.progress.bytes
            result.isComplete = begun.progress.files == items.count
        }
    }

    private func look(at item: Item, _ keys: KeyRoster) -> Look {
        guard let expected = item.logged.digest else {
            return Look(
                found: CheckedFile(
                    path: item.path, state: .unread,
                    words: "\(item.logged.name): the log no longer says what its digest is"))
        }
        guard !bundles.isEncrypted(item.bundle) else {
            return Look(found: lookAtParts(of: item, expected, keys), isEncrypted: true)
        }
        return Look(found: lookAtFile(of: item, expected), inPlain: sensitivity(of: item))
    }

    /// Told for a sensitive exhibit whose file is not encrypted.
    private func sensitivity(of item: Item) -> CheckedFile? {
        guard Folder.exists(item.path) else { return nil }
        let reasons = BundleFacts.flags(at: item.path).union(item.logged.tags).intersection(
            ExhibitTag.sensitive)
        guard !reasons.isEmpty else { return nil }
        let words = reasons.map(CatalogueEntry.words).sorted().joined(separator: ", ")
        return CheckedFile(
            path: item.path, state: .plain,
            words:
                "\(item.logged.name): is sensitive (\(words)) and is not encrypted; this does it: exhibit vault encrypt \(item.logged.name)"
        )
    }

    private func lookAtFile(of item: Item, _ expected: SHA256Digest) -> CheckedFile? {
        func found(_ state: CheckedFile.State, _ words: String) -> CheckedFile {
            CheckedFile(path: item.path, state: state, words: "\(item.logged.name): \(words)")
        }
        do {
            let digest = try FileDigest.sha256(of: item.path)
            guard digest == expected else {
                return found(
                    .changed,
                    "is not as the log has it: SHA-256 is \(digest.hex), the log says \(expected.hex)")
            }
            return try options.deep?(item.path)
        } catch let error as FileError where error.number == ENOENT {
            return found(.missing, "is in the log, and the file is not there")
        } catch {
            return found(.unread, "\(error)")
        }
    }

    /// Encrypted parts; nothing is decrypted.
    private func lookAtParts(of item: Item, _ expected: SHA256Digest, _ keys: KeyRoster) -> CheckedFile? {
        func found(_ state: CheckedFile.State, _ words: String) -> CheckedFile {
            CheckedFile(
                path: bundles.partsPath(of: item.bundle), state: state, words: "\(item.logged.name): \(words)"
            )
        }
        if let fault = PartsCheck(bundles: bundles, keys: keys).fault(of: item.bundle, expected) {
            return found(fault.state, fault.words)
        }
        guard !Folder.exists(item.path) else {
            return found(
                .surplus,
                "is encrypted, and its plain file lies beside it; this encrypts it anew and removes that: exhibit vault encrypt \(item.logged.name)"
            )
        }
        return nil
    }

    /// Files among the bundles that the log does not have there.
    private func surplus(_ files: [String], _ logged: [RandomUUID: LoggedDigests.Bundle]) -> [CheckedFile] {
        files.compactMap { path in
            let known = bundles.bundle(at: path).flatMap { logged[$0] }
            if let known, !known.isDisposed { return nil }
            let words =
                known.map { "\($0.name) was disposed of, and this is still here: dispose of it again" }
                ?? "is not in the log; take it in with: exhibit vault add"
            return CheckedFile(path: path, state: .surplus, words: words)
        }
    }
}
