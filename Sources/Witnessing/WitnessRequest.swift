import Bytes
public import Hashing
public import TransparencyLogs

/// What a log sends to a witness (C2SP tlog-witness, add-checkpoint): the size that the witness saw last, the proof that the log went on
/// from there, and its checkpoint.
public struct WitnessRequest: Sendable, Equatable {
    public static let maximumBytes = 128 << 10
    private static let mostProof = 63

    public let oldSize: Int
    public let proof: [SHA256Digest]
    public let note: SignedNote

    public init(oldSize: Int, proof: [SHA256Digest], note: SignedNote) {
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
    }

    public var serialized: [UInt8] {
        let lines = ["old \(oldSize)"] + proof.map { Base64.encode($0.bytes) } + [""]
        return Array(lines.map { $0 + "\n" }.joined().utf8) + note.serialized
    }

    /// Nil for anything but what `serialized` gives.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes else { return nil }
        var lines: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if line.isEmpty { break }
            lines.append(line)
            guard lines.count <= 1 + Self.mostProof else { return nil }
        }
        guard let first = lines.first, first.starts(with: "old ".utf8),
            let size = Int(String(decoding: first.dropFirst(4), as: UTF8.self)), size >= 0,
            let note = SignedNote(Array(rest))
        else { return nil }
        var proof: [SHA256Digest] = []
        for line in lines.dropFirst() {
            guard let digest = Base64.decode(line).flatMap({ SHA256Digest(bytes: $0) }) else { return nil }
            proof.append(digest)
        }
        self.init(oldSize: size, proof: proof, note: note)
        guard serialized == bytes else { return nil }
    }
}
