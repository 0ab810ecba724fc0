import Glibc
public import Messages

/// One client of a `LoopbackServer`.
public final class ServerConnection {
    private let channel: any ByteChannel
    private let reader: ChannelReader
    private static let idle = IdleLimit(seconds: 60, end: nil)

    init(_ channel: any ByteChannel) {
        self.channel = channel
        reader = ChannelReader(channel)
    }

    /// The next request, its body with the framing as it was sent; nil when the client has no more. A body of more bytes than
    /// `most` throws.
    public func readRequest(atMost most: Int = .max) throws -> (head: MessageHead, body: [UInt8])? {
        guard let bytes = try reader.readHead(until: Self.idle.deadline),
            let head = MessageHead(bytes)
        else { return nil }
        var body: [UInt8] = []
        var framing = BodyReader(BodyFraming.request(head))
        try unsafe reader.readBody(&framing, until: Self.idle) {
            guard $0.count <= most - body.count else {
                throw WireError.limit("the request is longer than \(most) bytes")
            }
            unsafe body += $0
        }
        return (head, body)
    }

    public func write(_ bytes: [UInt8]) throws {
        try channel.write(bytes, until: Self.idle.deadline)
    }

    /// Says goodbye and ends the connection.
    public func end() { channel.close() }

    /// Ends the connection without a word: the client sees it reset.
    package func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        let descriptor = channel.socket.descriptor
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        channel.stop()
    }
}
