import Bytes
import Files
import Storage
import Synchronization

/// How far a check of the vault has come: a file of one line for each bundle that was found whole, so that a check which was
/// stopped goes on where it was.
///
/// Only what was whole is kept: whatever was found wrong is looked at again.
final class CheckState: Sendable {
    private struct Waiting {
        var lines: [UInt8] = []
        var size: Int
    }

    /// Bundles that the check before this one had found whole.
    let done: Set<RandomUUID>
    private let file: OpenFile
    private let waiting: Mutex<Waiting>

    private static let lineBytes = 37
    private static let mostBytes = 1 << 30
    /// Written this often at most: what is lost with the process is only looked at again.
    private static let bytesAtOnce = lineBytes * 64

    /// Goes on with the state at a path; `kind` is of what the check looks for, and another kind begins anew.
    init(_ path: String, kind: String, fresh: Bool) throws {
        let head = Array("exhibit-check/1 \(kind)\n".utf8)
        let bytes =
            Folder.exists(path) && !fresh ? try WholeFile.read(path, maximumBytes: Self.mostBytes) : []
        // A last line that was cut short is no line.
        let lines =
            bytes.starts(with: head)
            ? bytes.dropFirst(head.count).split(separator: 0x0A).filter { $0.count == Self.lineBytes - 1 }
            : []
        done = Set(lines.compactMap { RandomUUID(String(decoding: $0, as: UTF8.self)) })
        let kept = head + lines.flatMap { $0 + [0x0A] }
        try WholeFile.replace(path, kept)
        file = try OpenFile.updating(path)
        waiting = Mutex(Waiting(size: kept.count))
    }

    func add(_ bundle: RandomUUID) throws {
        try waiting.withLock { waiting in
            waiting.lines += Array((bundle.text + "\n").utf8)
            if waiting.lines.count >= Self.bytesAtOnce { try write(&waiting) }
        }
    }

    /// Writes what waits.
    func flush() throws { try waiting.withLock { try write(&$0) } }

    private func write(_ waiting: inout Waiting) throws {
        try file.write(waiting.lines, at: waiting.size)
        waiting.size += waiting.lines.count
        waiting.lines = []
    }
}
