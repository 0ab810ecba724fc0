import Storage

/// What a folder is called whatever way leads to it.
enum FolderPath {
    /// Without links, dots and double slashes; of a folder that is not there yet, as far as the way to it is.
    static func real(_ path: String) -> String {
        if let found = Folder.realPath(path) { return found }
        let words = path.split(separator: "/")
        guard let last = words.last, words.count > 1 || path.hasPrefix("/") else {
            return path.isEmpty ? "." : real(".") + "/" + path
        }
        let parent = (path.hasPrefix("/") ? "/" : "") + words.dropLast().joined(separator: "/")
        let above = real(parent.isEmpty ? "/" : parent)
        return (above == "/" ? "" : above) + "/" + last
    }
}
