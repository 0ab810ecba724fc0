import Bytes
import Files
import Hashing
import Storage

/// The file in which entries are on the disk before the tiles have them: one write and one sync for all that wait.
///
/// A header, then frames: entries with their details, and checkpoints over all entries before them. Each frame ends with a check of
/// itself, so that one that a dying process wrote in part is told from a whole one. An entry without a checkpoint behind it was
/// promised to nobody.
struct LogJournal: Sendable {
    enum Frame: Sendable, Equatable {
        case item(LogItem)
        /// A signed note.
        case checkpoint([UInt8])
    }

    static let headerBytes = 32
    private static let magic = Array("exhlog01".utf8)
    private static let mostFrameBytes = 1 << 18

    let file: OpenFile
    /// Counts the journals of a log, so that a new one is told from the one before.
    let number: Int
    /// How many entries the tiles had when it was begun.
    let base: Int

    static func header(number: Int, base: Int) -> [UInt8] {
        let text = magic + LogBytes.bigEndian(number) + LogBytes.bigEndian(base)
        return text + LogBytes.check(of: text)
    }

    /// Opens a journal; nil where there is none.
    static func open(_ path: String) throws -> LogJournal? {
        guard Folder.exists(path) else { return nil }
        let file = try OpenFile.updating(path)
        let header = try file.read(at: 0, count: headerBytes)
        guard header.count == headerBytes, header.starts(with: magic),
            Array(header[24...]) == LogBytes.check(of: Array(header[..<24]))
        else { throw LogFailure(.broken, "\(path): is no journal of a log") }
        guard let number = LogBytes.value(header[8..<16]), let base = LogBytes.value(header[16..<24]) else {
            throw LogFailure(.broken, "\(path): is no journal of a log")
        }
        return LogJournal(file: file, number: number, base: base)
    }

    /// What stands in a journal from an offset on.
    struct Tail {
        /// Those that are whole, up to the first that is not.
        let frames: [Frame]
        /// Where the last of them ends.
        let end: Int
        /// What stands there, and is no whole frame.
        let rest: [UInt8]

        /// Whether something whole stands behind what is not: then that was not the last that a dying process wrote, but was damaged.
        var hasWholeFrameBehind: Bool {
            rest.indices.dropFirst().contains { LogJournal.frame(in: rest, at: $0) != nil }
        }
    }

    func frames(from offset: Int) throws -> Tail {
        let bytes = try file.read(at: offset, count: max(0, try file.size() - offset))
        let (frames, end) = Self.frames(in: bytes)
        return Tail(frames: frames, end: offset + end, rest: Array(bytes[end...]))
    }

    /// Reads frames until one is not whole.
    static func frames(in bytes: [UInt8]) -> (frames: [Frame], end: Int) {
        var frames: [Frame] = []
        var place = 0
        while let (frame, end) = frame(in: bytes, at: place) {
            frames.append(frame)
            place = end
        }
        return (frames, place)
    }

    /// A whole frame at a place, and where it ends.
    private static func frame(in bytes: [UInt8], at place: Int) -> (frame: Frame, end: Int)? {
        guard place + 5 <= bytes.count, bytes[place] == 1 || bytes[place] == 2 else { return nil }
        let length = bytes[(place + 1)..<(place + 5)].reduce(0) { $0 << 8 | Int($1) }
        let end = place + 5 + length
        guard length <= mostFrameBytes, end + LogBytes.checkBytes <= bytes.count,
            bytes[end..<(end + LogBytes.checkBytes)].elementsEqual(
                LogBytes.check(of: Array(bytes[place..<end]))),
            let frame = frame(bytes[place], Array(bytes[(place + 5)..<end]))
        else { return nil }
        return (frame, end + LogBytes.checkBytes)
    }

    private static func frame(_ kind: UInt8, _ payload: [UInt8]) -> Frame? {
        switch kind {
        case 1:
            guard payload.count >= 2 else { return nil }
            let length = Int(payload[0]) << 8 | Int(payload[1])
            guard length > 0, payload.count >= 2 + length else { return nil }
            return .item(
                LogItem(entry: Array(payload[2..<(2 + length)]), details: Array(payload[(2 + length)...])))
        case 2: return .checkpoint(payload)
        default: return nil
        }
    }

    static func serialized(_ frame: Frame) -> [UInt8] {
        let (kind, payload): (UInt8, [UInt8]) =
            switch frame {
            case .item(let item):
                (
                    1,
                    [UInt8(item.entry.count >> 8), UInt8(item.entry.count & 0xFF)] + item.entry + item.details
                )
            case .checkpoint(let note): (2, note)
            }
        let text = [kind] + LogBytes.bigEndian(payload.count).suffix(4) + payload
        return text + LogBytes.check(of: text)
    }
}
