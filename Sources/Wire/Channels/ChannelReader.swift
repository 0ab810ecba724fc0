import Messages
import Threads

/// Reads heads and bodies from a channel, with one buffer that is used again.
final class ChannelReader {
    let channel: any ByteChannel
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0

    private static let pieceBytes = 128 << 10

    init(_ channel: any ByteChannel) {
        self.channel = channel
        buffer = [UInt8](repeating: 0, count: Self.pieceBytes)
    }

    /// Bytes that were read and not taken yet.
    var hasBuffered: Bool { start < end }

    /// Reads more into the buffer, after what is there; false at the end of the connection.
    private func fill(until deadline: Deadline) throws(WireError) -> Bool {
        if start == end {
            start = 0
            end = 0
        } else if end == buffer.count {
            if start > 0 {
                buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
                end -= start
                start = 0
            } else {
                buffer += [UInt8](repeating: 0, count: buffer.count)
            }
        }
        var failure: WireError?
        let got = unsafe buffer.withUnsafeMutableBytes { all in
            do throws(WireError) {
                return try unsafe channel.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: all[end...]), until: deadline)
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        end += got
        return got > 0
    }

    /// The next head, through its empty line; nil when the connection ends properly before its first byte.
    ///
    /// Empty lines before the start line are dropped (RFC 9112, section 2.2). `unreadable` gets the bytes of what is no head.
    func readHead(until deadline: Deadline, unreadable: (ArraySlice<UInt8>) -> Void = { _ in })
        throws(WireError)
        -> [UInt8]?
    {
        var looked = 0
        while true {
            while looked == 0, start < end, buffer[start] == 0x0D || buffer[start] == 0x0A { start += 1 }
            if let stop = MessageHead.end(in: buffer[start..<end], from: start + looked) {
                let head = Array(buffer[start..<stop])
                start = stop
                return head
            }
            looked = end - start
            guard looked <= MessageHead.maximumBytes else {
                unreadable(buffer[start..<end])
                throw .message("its head is longer than 1 MiB")
            }
            do throws(WireError) {
                if try fill(until: deadline) { continue }
            } catch {
                if start < end { unreadable(buffer[start..<end]) }
                throw error
            }
            guard start < end else { return nil }
            unreadable(buffer[start..<end])
            throw .disconnected
        }
    }

    /// Hands the body to `body`, piece by piece as it arrives, until its framing says that it is complete.
    ///
    /// Throws `.disconnected` when the connection ends first, `.message` when the framing breaks.
    func readBody(
        _ reader: inout BodyReader, until limit: IdleLimit,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        while !reader.isDone {
            if start == end {
                guard try fill(until: limit.deadline) else {
                    if reader.mayEndNow { return }
                    throw WireError.disconnected
                }
            }
            try unsafe buffer.withUnsafeBytes { all in
                let piece = unsafe UnsafeRawBufferPointer(rebasing: all[start..<end])
                let used: Int
                do throws(BodyReader.FramingError) {
                    used = try unsafe reader.take(piece)
                } catch {
                    throw WireError.message(error.reason)
                }
                start += used
                if used > 0 { try unsafe body(UnsafeRawBufferPointer(rebasing: piece[..<used])) }
            }
        }
    }

    /// Hands over what was read and not taken, and then all that arrives; returns at the end of the connection.
    func drainBuffered(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard start < end else { return }
        try unsafe buffer.withUnsafeBytes { all in
            try unsafe body(UnsafeRawBufferPointer(rebasing: all[start..<end]))
        }
        start = 0
        end = 0
    }
}
