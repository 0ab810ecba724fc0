import Archive
import Messages

/// Finds the body in the block of a response, and undoes its chunks and its gzip or deflate coding.
///
/// What a server sent may be broken anywhere; then what could be read stays, and `note` says where it ended.
final class MessageBody {
    private var start: [UInt8] = []
    private(set) var head: HTTPHead?
    private var framing = BodyReader(.untilClose)
    private var decoder: ContentDecoder?
    private var hasEnded = false
    private let maximumBytes: Int
    private var bytes = 0
    /// What was done to the body, or why it was not: in plain English.
    private(set) var notes: [String] = []

    private struct TooLarge: Error {}

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// Takes a piece of the block; hands the body to `output`, which is asked for once the head is known.
    func append(_ piece: UnsafeRawBufferPointer, to output: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard head == nil else { return try unsafe take(piece, output) }
        let seen = start.count
        unsafe start += piece
        guard MessageHead.end(in: start[...], from: seen) != nil || start.count > MessageHead.maximumBytes
        else {
            return
        }
        try unsafe begin(output)
    }

    /// The block has ended.
    func finish(_ output: (UnsafeRawBufferPointer) throws -> Void) throws {
        if head == nil { try unsafe begin(output) }
        if !framing.mayEndNow { notes.append("the body ends in the middle of a chunk") }
        if let decoder, !decoder.isComplete, !hasEnded, bytes > 0 {
            notes.append("the coded body has no proper end")
        }
    }

    private func begin(_ output: (UnsafeRawBufferPointer) throws -> Void) throws {
        let head = HTTPHead(start[...])
        self.head = head
        if head.value("transfer-encoding")?.lowercased() == "chunked" {
            framing = BodyReader(.chunked)
            notes.append("chunks joined")
        }
        switch head.value("content-encoding")?.lowercased() {
        case "gzip", "x-gzip":
            decoder = try ContentDecoder(.gzip)
            notes.append("gzip undone")
        case "deflate":
            decoder = try ContentDecoder(.deflate)
            notes.append("deflate undone")
        case nil, "identity", "": break
        case "br": notes.append("left in the coding br")
        case "zstd": notes.append("left in the coding zstd")
        default: notes.append("left in a coding that is not known")
        }
        let rest = start[min(head.bytes, start.count)...]
        start = []
        try unsafe rest.withUnsafeBytes { try unsafe take($0, output) }
    }

    private func take(_ piece: UnsafeRawBufferPointer, _ output: (UnsafeRawBufferPointer) throws -> Void)
        throws
    {
        guard !hasEnded else { return }
        do {
            _ = try unsafe framing.take(piece) { content in
                guard let decoder else { return try unsafe hand(content, output) }
                try unsafe decoder.append(content) { try unsafe hand($0, output) }
            }
        } catch let error as BodyReader.FramingError {
            end("the chunks cannot be read on: \(error.reason)")
        } catch is GzipError {
            end("the coding cannot be read on")
        } catch is TooLarge {
            end("cut after \(maximumBytes) bytes")
        }
    }

    private func hand(_ content: UnsafeRawBufferPointer, _ output: (UnsafeRawBufferPointer) throws -> Void)
        throws
    {
        let room = min(content.count, maximumBytes - bytes)
        if room > 0 { try unsafe output(UnsafeRawBufferPointer(rebasing: content[..<room])) }
        bytes += room
        if room < content.count { throw TooLarge() }
    }

    private func end(_ note: String) {
        hasEnded = true
        framing = BodyReader(.none)
        notes.append(note)
    }
}
