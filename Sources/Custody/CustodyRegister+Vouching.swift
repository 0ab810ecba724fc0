public import Bytes
import CustodyEvents
public import Hashing
public import TransparencyLogs

extension CustodyRegister {
    /// A party that saw the log at a time, which counts for who checks.
    public struct Voucher: Sendable {
        public let name: String
        public let size: Int
        public let time: Timestamp
    }

    private static let mostChecked = 10_000

    /// Who of these witnesses and authorities vouches for the log, and what is wrong with what they signed.
    public func vouchers(witnesses: [NoteVerifierKey], timestampRoots: [Certificate]) throws -> (
        found: [Voucher], problems: [String]
    ) {
        var found: [Voucher] = []
        var problems: [String] = []
        for note in try vouched.lastCosigned(Self.mostChecked) {
            guard try isGoing(on: note, "cosigned", &problems) else { continue }
            for witness in witnesses {
                switch try witness.finding(on: note) {
                case .silent: continue
                case .wrong:
                    problems.append("a cosignature of \(witness.name) is not one over its checkpoint")
                case .signed(let seconds):
                    found.append(
                        Voucher(
                            name: witness.name, size: Checkpoint(note.text)?.size ?? 0,
                            time: Timestamp(seconds: Int64(clamping: seconds ?? 0))))
                }
            }
        }
        for stamped in try vouched.lastStamped(Self.mostChecked) {
            guard try isGoing(on: stamped.note, "timestamped", &problems) else { continue }
            for der in stamped.tokens {
                guard let token = try? TimestampToken.read(der),
                    try token.info.covers(Array(stamped.note.text.utf8))
                else {
                    problems.append("a timestamp is none over its checkpoint")
                    continue
                }
                guard case .anchored = try token.path(to: timestampRoots) else { continue }
                found.append(
                    Voucher(
                        name: token.signer.holder,
                        size: Checkpoint(stamped.note.text)?.size ?? 0, time: token.info.time))
            }
        }
        return (found, problems)
    }

    private func isGoing(on note: SignedNote, _ how: String, _ problems: inout [String]) throws -> Bool {
        switch try standing(of: note) {
        case .continued: return true
        case .lost: return false
        case .ahead: problems.append("a \(how) checkpoint is of more entries than the log has")
        case .rewritten: problems.append("the log does not go on from a \(how) checkpoint: it was rewritten")
        case .another: problems.append("a \(how) checkpoint is none of this log")
        }
        return false
    }

    /// When an authority last gave a timestamp over a checkpoint; nil for never.
    public func lastTimestamp() throws -> Timestamp? {
        try vouched.lastStamped(1).flatMap(\.tokens).compactMap { try? TimestampToken.read($0).info.time }
            .max()
    }

    /// The proof that the log went on from a size, to its checkpoint of another.
    public func consistency(of earlier: Int, with size: Int) throws -> [SHA256Digest] {
        try TreeReader(log, size: size).consistency(of: earlier)
    }
}
