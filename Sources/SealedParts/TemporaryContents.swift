import Files
import Storage

/// A decrypted file in a folder of its own that nobody else can enter; both are gone when this is.
///
/// A process that dies leaves them: so `parent` is best a folder in memory.
public final class TemporaryContents: Sendable {
    private let folder: String
    public let path: String
    public let list: PartsList

    init(named name: String, list: PartsList, in parent: String) throws {
        folder = try Folder.makeTemporary(in: parent, prefix: ".opened-")
        path = folder + "/" + name
        self.list = list
    }

    deinit {
        // Nobody is left to be told; what stays is readable by its owner alone.
        try? Folder.removeTree(folder)
    }
}
