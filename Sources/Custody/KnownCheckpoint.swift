import Files
import Storage
import TransparencyLogs

/// The last checkpoint that an officer's machine saw of a log, kept outside of the log's folder, so that a folder that was put back
/// from a copy is told from the one that went on.
///
/// Not synced: what is lost with the power makes it see less, never more.
struct KnownCheckpoint: Sendable {
    private static let bytes = 4096
    let path: String

    var note: SignedNote? {
        guard Folder.exists(path), let found = try? WholeFile.read(path, maximumBytes: Self.bytes) else {
            return nil
        }
        return SignedNote(Array(found.prefix { $0 != 0 }))
    }

    var checkpoint: Checkpoint? { note.flatMap { Checkpoint($0.text) } }

    /// In place and in one piece, since it is written with every event.
    func set(_ note: SignedNote) throws {
        let text = note.serialized
        guard text.count <= Self.bytes else { return }
        let file = try OpenFile.updatingOrCreating(path)
        try file.write(text + [UInt8](repeating: 0, count: Self.bytes - text.count), at: 0)
    }
}
