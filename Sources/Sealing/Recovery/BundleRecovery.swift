import Files
import Storage

/// What a capture that died left behind, and what can be done with it.
public enum BundleRecovery {
    public enum Remains {
        /// Records that can be sealed.
        case records(PartialBundle)
        /// Not even the plan was written; these files may be deleted by hand.
        case nothingBegun(files: [String])
        /// The bundle was sealed; only these files of the writer are left, and may be deleted by hand.
        case sealed(path: String, files: [String])
    }

    private static let partialEnd = ".partial"
    private static let journalEnd = ".partial.journal"

    /// Looks at what stands beside `name`, which is that of the bundle, of its partial file or of the journal.
    ///
    /// Nothing is changed. Throws `SealingError.inUse` while the capture runs, `.noJournal` or `.nothingLeft` when what is
    /// needed is not there, and `EEXIST` when another file has the bundle's name.
    public static func look(at name: String) throws -> Remains {
        let path = bundlePath(name)
        let partial = BundleWriter.partialPath(path)
        let journalPath = BundleWriter.journalPath(path)
        let left = [partial, journalPath].filter(Folder.exists)
        guard left.contains(journalPath) else {
            if left.isEmpty {
                guard Folder.exists(path) else { throw SealingError.nothingLeft(path: name) }
                return .sealed(path: path, files: [])
            }
            if try Folder.isSameFile(partial, path) { return .sealed(path: path, files: left) }
            if try OpenFile.reading(partial).size() == 0 { return .nothingBegun(files: left) }
            throw SealingError.noJournal(path: partial)
        }
        let journal = try Journal.lock(journalPath)
        if Folder.exists(path) {
            // Sealing ends with the name; the partial name and the journal go after it.
            guard try left == [journalPath] || Folder.isSameFile(partial, path) else {
                throw SealingError.nameTaken(path: path, partial: partial)
            }
            return .sealed(path: path, files: left)
        }
        guard left.contains(partial) else { return .nothingBegun(files: left) }
        guard
            let bundle = try PartialBundle.read(try OpenFile.updating(partial), journal: journal, path: path)
        else { return .nothingBegun(files: left) }
        return .records(bundle)
    }

    private static func bundlePath(_ name: String) -> String {
        for end in [journalEnd, partialEnd] where name.hasSuffix(end) && name.utf8.count > end.utf8.count {
            return String(name.dropLast(end.count))
        }
        return name
    }
}
