import Files
import Hashing
import Storage
public import TransparencyLogs

/// Checkpoints of a log that others vouched for: witnesses with cosignatures (`cosigned`), authorities with timestamps (`timestamps`).
public struct VouchedCheckpoints: Sendable {
    /// A checkpoint with the timestamp tokens over its text.
    public struct Stamped: Sendable {
        public let note: SignedNote
        public let tokens: [[UInt8]]
    }

    private static let mostNoteBytes = 64 << 10
    private static let mostTokens = 16

    private let folder: String

    init(folder: String) { self.folder = folder }

    /// Keeps a checkpoint with what witnesses signed; further signatures go to those that are there.
    public func keep(cosigned note: SignedNote) throws {
        guard let size = Checkpoint(note.text)?.size else { return }
        let path = try place("cosigned", "\(size).note")
        var kept = note
        if let old = try self.note(path), old.text == note.text {
            kept = old
            for signature in note.signatures where !old.signatures.contains(signature) { kept.add(signature) }
        }
        try WholeFile.replace(path, kept.serialized)
    }

    /// Keeps a token over the text of a checkpoint.
    public func keep(token: [UInt8], over note: SignedNote) throws {
        guard let size = Checkpoint(note.text)?.size else { return }
        let path = try place("timestamps", "\(size).note")
        if !Folder.exists(path) { try WholeFile.create(path, note.serialized) }
        for number in 1...Self.mostTokens {
            let path = try place("timestamps", "\(size)-\(number).tst")
            if !Folder.exists(path) { return try WholeFile.create(path, token) }
        }
    }

    /// What witnesses signed of a checkpoint, in its note; the note itself where there is nothing.
    public func cosigned(_ note: SignedNote) throws -> SignedNote {
        guard let size = Checkpoint(note.text)?.size,
            let kept = try self.note("\(folder)/cosigned/\(size).note"), kept.text == note.text
        else { return note }
        return kept
    }

    /// The last checkpoints that witnesses signed.
    public func lastCosigned(_ most: Int) throws -> [SignedNote] {
        try sizes("cosigned").suffix(most).compactMap { try note("\(folder)/cosigned/\($0).note") }
    }

    /// The last checkpoints that have timestamps.
    public func lastStamped(_ most: Int) throws -> [Stamped] {
        try sizes("timestamps").suffix(most).compactMap { size in
            guard let note = try note("\(folder)/timestamps/\(size).note") else { return nil }
            let tokens = try (1...Self.mostTokens).map { "\(folder)/timestamps/\(size)-\($0).tst" }.filter(
                Folder.exists
            ).map { try WholeFile.read($0, maximumBytes: TimestampToken.maximumBytes) }
            return Stamped(note: note, tokens: tokens)
        }
    }

    private func sizes(_ name: String) throws -> [Int] {
        let path = "\(folder)/\(name)"
        guard Folder.exists(path) else { return [] }
        return try Folder.names(in: path).compactMap { name in
            name.hasSuffix(".note") ? Int(name.dropLast(5)) : nil
        }.sorted()
    }

    private func note(_ path: String) throws -> SignedNote? {
        guard Folder.exists(path) else { return nil }
        return SignedNote(try WholeFile.read(path, maximumBytes: Self.mostNoteBytes))
    }

    private func place(_ name: String, _ file: String) throws -> String {
        let path = "\(folder)/\(name)"
        if !Folder.exists(path) { try Folder.createNew(path) }
        return path + "/" + file
    }
}

extension CustodyRegister {
    /// What others vouched for.
    public var vouched: VouchedCheckpoints { VouchedCheckpoints(folder: folder) }
}
