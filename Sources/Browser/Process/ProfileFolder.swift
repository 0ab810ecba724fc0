internal import Files
import Storage

/// The browser's throw-away folder: profile, home and temporary files in one. Fresh, and the account's alone.
struct ProfileFolder: Sendable {
    let path: String
    /// Held as long as the folder is in use.
    private let lock: FolderLock

    private static let prefix = "exhibit-browser-"

    /// What is left for the folder above: a socket's path has 107 bytes (unix(7)), and Chromium's own goes on from the
    /// profile with `/org.chromium.Chromium.XXXXXX/SingletonSocket`.
    static let maximumParentBytes = 107 - 45 - 1 - 22

    static func make(in parent: String, for account: BrowserAccount) throws(FileError) -> ProfileFolder {
        let path = try Folder.makeTemporary(in: parent, prefix: prefix)
        do throws(FileError) {
            if account.isOther { try Folder.give(path, toUser: account.user, group: account.group) }
            guard let lock = try FolderLock.take(path) else { throw FileError("lock", path) }
            return ProfileFolder(path: path, lock: lock)
        } catch {
            try Folder.removeTree(path)
            throw error
        }
    }

    /// Removes all of it; to be called when no process of the browser is left.
    func remove() throws(FileError) { try Folder.removeTree(path) }

    /// Removes what processes left behind that were killed before they could: folders of this name and account that
    /// nobody has locked and that are not just being made. At most 64 at a time.
    static func removeAbandoned(
        in parent: String, of account: BrowserAccount, unchangedForSeconds: Int64 = 60
    ) {
        let names = (try? Folder.names(in: parent)) ?? []
        for name in names.filter({ $0.hasPrefix(prefix) }).prefix(64) {
            let path = parent + "/" + name
            // Whatever cannot be removed belongs to somebody else, or costs only space.
            guard let taken = try? FolderLock.take(path), taken.owner == account.user,
                taken.isUnchanged(forSeconds: unchangedForSeconds)
            else { continue }
            try? Folder.removeTree(path)
        }
    }
}
