internal import Files

/// The browser's throw-away folder: profile, home and temporary files in one. Fresh, and the account's alone.
struct ProfileFolder {
    let path: String

    private static let prefix = "exhibit-browser-"

    /// What is left for the folder above: a socket's path has 107 bytes (unix(7)), and Chromium's own goes on from the
    /// profile with `/org.chromium.Chromium.XXXXXX/SingletonSocket`.
    static let maximumParentBytes = 107 - 45 - 1 - 22

    static func make(in parent: String, for account: BrowserAccount) throws(FileError) -> ProfileFolder {
        let path = try Folder.makeTemporary(in: parent, prefix: prefix)
        let folder = ProfileFolder(path: path)
        guard account.isOther else { return folder }
        do {
            try Folder.give(path, toUser: account.user, group: account.group)
        } catch {
            try Folder.removeTree(path)
            throw error
        }
        return folder
    }

    /// Removes all of it; to be called when no process of the browser is left.
    func remove() throws(FileError) { try Folder.removeTree(path) }
}
