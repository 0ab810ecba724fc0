import Files
import Storage

/// A bag as a folder. Its files are read-only, since nobody is to write to them again.
struct BagFolder: BagSink {
    private let folder: String
    private var file: OpenFile?
    private var place = 0
    private var folders: Set<String>

    init(_ folder: String) {
        self.folder = folder
        folders = [folder]
    }

    mutating func begin(_ path: String) throws {
        var parent = folder
        for part in path.split(separator: "/").dropLast() {
            parent += "/" + part
            if folders.insert(parent).inserted { try Folder.createNew(parent) }
        }
        file = try OpenFile.creating(folder + "/" + path, mode: 0o444)
        place = 0
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
        try unsafe file?.write(bytes, at: place)
        place += bytes.count
    }

    mutating func end() throws {
        try file?.sync()
        file = nil
    }

    /// Returns when every name is on the disk.
    func finish() throws { for folder in folders { try Folder.sync(folder) } }
}
