import Bytes
public import Evidence
import Files
import Hashing
import Signing
import Storage
import Transparency
public import TransparencyLogs

/// A witness of other forces' logs (C2SP tlog-witness): it signs a checkpoint only when the log goes on from the one that it signed last,
/// so that no log can show one face to it and another to others.
///
/// What it signed last is on the disk before it answers. Any number of threads and processes may ask. Calls block.
public final class Witness: Sendable {
    /// An answer over HTTP.
    public struct Answer: Sendable, Equatable {
        public let status: Int
        public let contentType: String
        public let body: [UInt8]

        init(_ status: Int, _ body: [UInt8] = [], type contentType: String = "text/plain; charset=utf-8") {
            self.status = status
            self.contentType = contentType
            self.body = body
        }
    }

    private static let mostNoteBytes = 64 << 10

    private let folder: String
    private let signer: Ed25519Key
    private let logs: [NoteVerifierKey]
    private let clock: SealingClock
    /// Its key as it is handed around.
    public let key: NoteVerifierKey

    /// Opens a witness in a folder, or makes one with this name where there is none.
    public init(
        folder: String, name: @autoclosure () -> String, logs: [NoteVerifierKey], clock: SealingClock
    ) throws {
        self.folder = folder
        self.logs = logs
        self.clock = clock
        if !Folder.exists(folder) { try Folder.create(folder) }
        if !Folder.exists(folder + "/witness.key") {
            try WholeFile.replace(folder + "/name", Array((name() + "\n").utf8), mode: 0o644)
            try Ed25519Key.generate().withSeed { try WholeFile.create(folder + "/witness.key", $0) }
        }
        signer = try Ed25519Key(seed: try WholeFile.read(folder + "/witness.key", maximumBytes: 64))
        let name = try WholeFile.read(folder + "/name", maximumBytes: 1024).filter { $0 != 0x0A }
        guard
            let key = NoteVerifierKey(
                name: String(decoding: name, as: UTF8.self), kind: .cosignature, key: signer.publicKey)
        else { throw WitnessFailure.noName(folder) }
        self.key = key
    }

    /// Answers a request. Throws when the disk refuses: then nothing was promised.
    public func answer(_ method: String, _ path: String, _ body: [UInt8]) throws -> Answer {
        if method == "GET" { return try checkpoint(path) }
        guard path.hasSuffix("/add-checkpoint") else { return Answer(404) }
        guard method == "POST" else { return Answer(405) }
        guard let request = WitnessRequest(body), let new = Checkpoint(request.note.text) else {
            return Answer(400)
        }
        return try add(request, new)
    }

    /// The last checkpoint of a log: `/<SHA-256 of its origin>/checkpoint`.
    private func checkpoint(_ path: String) throws -> Answer {
        let parts = path.split(separator: "/")
        guard parts.count >= 2, parts.last == "checkpoint",
            let log = logs.first(where: { Self.name($0.name) == parts[parts.count - 2] }),
            let note = try stored(log.name)
        else { return Answer(404) }
        return Answer(200, note.serialized)
    }

    private func add(_ request: WitnessRequest, _ new: Checkpoint) throws -> Answer {
        let known = logs.filter { $0.name == new.origin }
        guard !known.isEmpty else { return Answer(404) }
        var isSigned = false
        for log in known {
            switch try log.finding(on: request.note) {
            case .signed: isSigned = true
            // A key that is known and does not fit condemns the note (C2SP signed-note).
            case .wrong: return Answer(403)
            case .silent: continue
            }
        }
        guard isSigned else { return Answer(403) }
        guard request.oldSize <= new.size else { return Answer(400) }
        let lock = try OpenFile.updatingOrCreating(folder + "/lock")
        try lock.lock()
        defer { withExtendedLifetime(lock) {} }
        let last = try stored(new.origin).flatMap { Checkpoint($0.text) }
        let lastSize = last?.size ?? 0
        guard request.oldSize == lastSize else { return Self.conflict(lastSize) }
        if let last, last.size == new.size, last.root != new.root { return Self.conflict(lastSize) }
        let isContinued =
            lastSize == 0
            ? request.proof.isEmpty
            : MerkleProof.isConsistent(
                lastSize, last?.root ?? new.root, with: new.size, new.root, path: request.proof)
        guard isContinued, new.size > 0 || new.root == SHA256Digest.of([]) else { return Answer(422) }
        return try cosign(request.note, of: new.origin)
    }

    private static func conflict(_ size: Int) -> Answer {
        Answer(409, Array("\(size)\n".utf8), type: "text/x.tlog.size")
    }

    private func cosign(_ note: SignedNote, of origin: String) throws -> Answer {
        let seconds = UInt64(max(0, clock.now().seconds))
        let time = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: seconds >> $0) }
        let signature = SignedNote.Signature(
            name: key.name, keyID: key.keyID,
            bytes: time + (try signer.sign(NoteVerifierKey.cosigned(note.text, seconds: seconds))))
        var kept = SignedNote(
            text: note.text,
            signatures: note.signatures.filter { one in
                logs.contains { $0.name == one.name && $0.keyID == one.keyID }
            })
        kept.add(signature)
        try WholeFile.replace("\(folder)/\(Self.name(origin)).note", kept.serialized)
        return Answer(200, Array((signature.line + "\n").utf8))
    }

    private func stored(_ origin: String) throws -> SignedNote? {
        let path = "\(folder)/\(Self.name(origin)).note"
        guard Folder.exists(path) else { return nil }
        guard let note = SignedNote(try WholeFile.read(path, maximumBytes: Self.mostNoteBytes)) else {
            throw WitnessFailure.broken(path)
        }
        return note
    }

    static func name(_ origin: String) -> String { SHA256Digest.of(Array(origin.utf8)).hex }
}
