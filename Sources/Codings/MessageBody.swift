public import Archive
import Messages

/// Finds the body in the block of a response, and undoes its chunks and its content coding.
///
/// What a server sent may be broken anywhere; then what could be read stays, and `note` says where it ended.
public final class MessageBody {
    private var start: [UInt8] = []
    public private(set) var head: HTTPHead?
    private var framing = BodyReader(.untilClose)
    private var decoder: BodyDecoder?
    private var hasEnded = false
    private let maximumBytes: Int
    private var bytes = 0
    /// What was done to the body, or why it was not: in plain English.
    public private(set) var notes: [String] = []

    /// Whether the body was longer than `maximumBytes`.
    private(set) var isCut = false

    private struct TooLarge: Error {}

    public init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// Takes a piece of the block; hands the body to `output`, which is asked for once the head is known.
    public func append(_ piece: UnsafeRawBufferPointer, to output: (UnsafeRawBufferPointer) throws -> Void)
        throws
    {
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
    public func finish(_ output: (UnsafeRawBufferPointer) throws -> Void) throws {
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
        if let field = head.value("content-encoding"), !field.isEmpty, field.lowercased() != "identity" {
            if let coding = BodyDecoder.Coding(field: field) {
                decoder = try BodyDecoder(coding)
                notes.append("\(coding.rawValue) undone")
            } else {
                notes.append("left in a coding that is not known")
            }
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
        } catch is BodyDecoder.Broken {
            end("the coding cannot be read on")
        } catch is GzipError {
            end("the coding cannot be read on")
        } catch is TooLarge {
            isCut = true
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
