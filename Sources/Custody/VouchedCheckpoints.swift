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
        let path = try place("cosigned", "\(try Self.name(of: note)).note")
        var kept = note
        if let old = try self.note(path), old.text == note.text {
            kept = old
            for signature in note.signatures where !old.signatures.contains(signature) { kept.add(signature) }
        }
        try WholeFile.replace(path, kept.serialized)
    }

    /// Keeps a token over the text of a checkpoint. Throws `LogFailure` where there are as many as are kept.
    public func keep(token: [UInt8], over note: SignedNote) throws {
        let name = try Self.name(of: note)
        let path = try place("timestamps", "\(name).note")
        if !Folder.exists(path) { try WholeFile.create(path, note.serialized) }
        for number in 1...Self.mostTokens {
            let path = try place("timestamps", "\(name)-\(number).tst")
            if !Folder.exists(path) { return try WholeFile.create(path, token) }
        }
        throw LogFailure(
            .full,
            "\(path): has \(Self.mostTokens) timestamps, and no more are kept; the next one is for when the log went on"
        )
    }

    /// What witnesses signed of a checkpoint, in its note; the note itself where there is nothing.
    public func cosigned(_ note: SignedNote) throws -> SignedNote {
        guard let kept = try self.note("\(folder)/cosigned/\(try Self.name(of: note)).note"),
            kept.text == note.text
        else { return note }
        return kept
    }

    /// The last checkpoints that witnesses signed.
    public func lastCosigned(_ most: Int) throws -> [SignedNote] {
        try names("cosigned").suffix(most).compactMap { try note("\(folder)/cosigned/\($0).note") }
    }

    /// The last checkpoints that have timestamps.
    public func lastStamped(_ most: Int) throws -> [Stamped] {
        try names("timestamps").suffix(most).compactMap { name in
            guard let note = try note("\(folder)/timestamps/\(name).note") else { return nil }
            let tokens = try (1...Self.mostTokens).map { "\(folder)/timestamps/\(name)-\($0).tst" }.filter(
                Folder.exists
            ).map { try WholeFile.read($0, maximumBytes: TimestampToken.maximumBytes) }
            return Stamped(note: note, tokens: tokens)
        }
    }

    /// What a checkpoint's files are called: incarnation, size, and the beginning of the digest of its text, so that a face of before is
    /// never written over.
    private static func name(of note: SignedNote) throws -> String {
        guard let checkpoint = Checkpoint(note.text) else {
            throw LogFailure(.broken, "what was signed is no checkpoint")
        }
        let digest = SHA256Digest.of(Array(note.text.utf8)).hex.prefix(16)
        return "\(CustodyRegister.incarnation(checkpoint.origin))-\(checkpoint.size)-\(digest)"
    }

    /// In the order of the log.
    private func names(_ kind: String) throws -> [String] {
        let path = "\(folder)/\(kind)"
        guard Folder.exists(path) else { return [] }
        let named = try Folder.names(in: path).compactMap { file -> (Int, Int, String)? in
            guard file.hasSuffix(".note") else { return nil }
            let words = file.dropLast(5).split(separator: "-")
            guard words.count == 3, let number = Int(words[0]), let size = Int(words[1]) else { return nil }
            return (number, size, String(file.dropLast(5)))
        }
        return named.sorted(by: <).map(\.2)
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
