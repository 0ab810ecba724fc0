public import Bytes
import CustodyEvents
import Hashing
public import Sealing
public import TransparencyLogs

extension CustodyRegister {
    private static let mostLooks = 100

    /// The checkpoint that this machine saw last, from which the log goes on. Throws for a log that must not go on as
    /// it is. Also for whoever makes a file first, and tells the log of it then.
    @discardableResult
    public func checkHome() throws -> SignedNote? {
        guard try log.isAtHome() else {
            throw LogFailure(
                .copied,
                "\(folder): this is a copy of a log, or one that was put back from a copy; it goes on as another incarnation: exhibit custody restore"
            )
        }
        var seen = known?.note
        for _ in 0..<Self.mostLooks {
            guard let note = seen, let before = Checkpoint(note.text) else { return nil }
            do {
                try requireGoing(on: note, before)
                return note
            } catch {
                // Another may write it at this moment: what is read twice is what stands there.
                seen = known?.note
                guard seen != note else { throw error }
            }
        }
        return seen
    }

    private func requireGoing(on note: SignedNote, _ before: Checkpoint) throws {
        let now = log.key.name
        guard Self.stem(before.origin) == Self.stem(now) else {
            throw LogFailure(
                .rewritten,
                "\(folder): the log is not the one that this machine saw last, which was \(before.origin); its checkpoint is in \(known?.path ?? "")"
            )
        }
        guard Self.incarnation(before.origin) <= Self.incarnation(now) else {
            throw LogFailure(.behind, "\(folder): \(Self.behind)")
        }
        guard try !log.goesOn(from: before) else { return }
        if before.origin != now {
            // What was lost when the log was restored is told in it.
            if case .lost = try standing(of: note) { return }
        }
        guard try log.head().size >= before.size else {
            throw LogFailure(.behind, "\(folder): \(Self.behind)")
        }
        _ = try standing(of: note)
        throw LogFailure(
            .rewritten,
            "\(folder): the log does not go on from the checkpoint that this machine saw last: it was rewritten; both checkpoints are in \(folder)/conflicts"
        )
    }

    /// Keeps a checkpoint outside of the folder, unless another one stands there than `seen` from which the log does not go on to it.
    func see(_ note: SignedNote, after seen: SignedNote?) throws {
        guard let known else { return }
        if let other = known.note, other != seen, let before = Checkpoint(other.text),
            let now = Checkpoint(note.text)
        {
            guard before.origin == now.origin, before.size <= now.size, try log.goesOn(from: before) else {
                return
            }
        }
        try known.set(note)
    }

    /// Goes on as another incarnation, from the entries that are there, with an event that tells of the one before; gives its index.
    ///
    /// For who may administer, of a log that was copied or put back from a copy. All entries and their hashes stay, so that what was
    /// proven before still is; checkpoints of the incarnation before over more entries than there are now are known as lost by this.
    @discardableResult
    public func restore(why: String, by officer: OfficerIdentity, at time: Timestamp) throws -> Int {
        try require(.administer, of: officer)
        let (_, now) = try log.note()
        let stem = Self.stem(now.origin)
        let note = known?.note
        let seen = note.flatMap { Checkpoint($0.text) }
        var number = Self.incarnation(now.origin)
        var lost: Checkpoint?
        if let note, let seen {
            let isThisLog = Self.stem(seen.origin) == stem
            if isThisLog {
                let isOfBefore = Self.incarnation(seen.origin) < number
                number = max(number, Self.incarnation(seen.origin))
                if !isOfBefore, seen.size > now.size { lost = seen }
            }
            // What this machine saw is written over; where the log does not go on from it, it is proof.
            if lost == nil, !isThisLog || seen.size <= now.size, try !log.goesOn(from: seen) {
                try keepConflict(note)
            }
        }
        guard number < Int.max else { throw LogFailure(.broken, "\(folder): the log has no next name") }
        try log.goOn(as: "\(stem)/\(number + 1)")
        return try append(
            .restored, bundle: nil,
            details: [
                JSONMember("origin", .string(now.origin)), JSONMember("size", JSONValue(now.size)),
                JSONMember("root", .string(Base64.encode(now.root.bytes))),
                JSONMember("known", JSONValue(lost?.size ?? now.size)), JSONMember("why", .string(why)),
            ], by: officer, at: time, after: note
        ).index
    }
}
