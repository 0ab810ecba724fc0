public import Bytes
import CustodyEvents
import Hashing
public import Sealing
import TransparencyLogs

extension CustodyRegister {
    /// Throws for a log that must not go on as it is. For whoever makes a file first, and tells the log of it then.
    public func checkHome() throws {
        guard try log.isAtHome() else {
            throw LogFailure(
                .copied,
                "\(folder): this is a copy of a log, or one that was put back from a copy; it goes on as another incarnation: exhibit custody restore"
            )
        }
        guard let note = known?.note, let before = Checkpoint(note.text), before.origin == log.key.name else {
            return
        }
        let now = try log.head()
        guard now.size >= before.size else { throw LogFailure(.behind, "\(folder): \(Self.behind)") }
        if now.size == before.size, now.root != before.root {
            _ = try standing(of: note)
            throw LogFailure(
                .rewritten,
                "\(folder): the log is not the one that this machine saw last: it was rewritten; both checkpoints are in \(folder)/conflicts"
            )
        }
    }

    /// Goes on as another incarnation, from the entries that are there, with an event that tells of the one before; gives its index.
    ///
    /// For a log that was copied or put back from a copy. All entries and their hashes stay, so that what was proven before still is;
    /// checkpoints of the incarnation before over more entries than there are now are known as lost by this.
    @discardableResult
    public func restore(why: String, by officer: OfficerIdentity, at time: Timestamp) throws -> Int {
        let (_, now) = try log.note()
        let number = now.origin.split(separator: "/").last.flatMap { Int($0) } ?? 1
        let lost = known?.note.flatMap { Checkpoint($0.text) }.flatMap {
            $0.origin == now.origin && $0.size > now.size ? $0 : nil
        }
        try log.goOn(as: "\(Self.stem(now.origin))/\(number + 1)")
        return try record(
            .restored, bundle: nil,
            details: [
                JSONMember("origin", .string(now.origin)), JSONMember("size", JSONValue(now.size)),
                JSONMember("root", .string(Base64.encode(now.root.bytes))),
                JSONMember("known", JSONValue(lost?.size ?? now.size)), JSONMember("why", .string(why)),
            ], by: officer, at: time)
    }
}
