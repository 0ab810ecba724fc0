public import Messages
import Threads

/// One request whose answer is small and is not recorded: to a timestamp authority, or for a revocation list.
///
/// Blocks the calling thread. Private addresses are allowed, since a person names whom to ask.
public struct SmallRequest: Sendable {
    public let address: HTTPAddress
    public let method: String
    public var contentType: String?
    public var body: [UInt8] = []
    /// A longer answer is refused.
    public var maximumBytes = 1 << 20
    /// For all of it, from the name's look-up to the last byte.
    public var seconds = 20.0
    public var resolver = NameResolver()

    public init(_ method: String = "GET", _ address: HTTPAddress) {
        self.method = method
        self.address = address
    }

    public struct Answer: Sendable {
        public let status: Int
        public let contentType: String?
        public let body: [UInt8]
    }

    /// Sends it. A redirect is an answer like any other.
    public func send() throws(WireError) -> Answer {
        let limit = IdleLimit(seconds: seconds, end: .after(.seconds(seconds)))
        let channel = try connect(until: limit.deadline)
        defer { channel.close() }
        var head = "\(method) \(address.pathAndQuery) HTTP/1.1\r\nHost: \(address.authority)\r\n"
        if let contentType { head += "Content-Type: \(contentType)\r\nContent-Length: \(body.count)\r\n" }
        head += "User-Agent: exhibit\r\nAccept: */*\r\nConnection: close\r\n\r\n"
        try channel.write(Array(head.utf8) + body, until: limit.deadline)
        return try read(ChannelReader(channel), limit)
    }

    private func connect(until deadline: Deadline) throws(WireError) -> any ByteChannel {
        let answer = try resolver.resolve(address.host, until: deadline)
        var last = WireError.unresolved(host: address.host, reason: "the answer was empty")
        for candidate in answer.addresses {
            do throws(WireError) {
                let socket = try StreamSocket.connect(
                    to: candidate, port: answer.port ?? address.port, until: deadline)
                guard address.isSecure else { return PlainChannel(socket) }
                let channel = try TLSChannel.connect(
                    socket, TLSContext.client(additionalAnchors: []), host: address.host, log: HandshakeLog(),
                    until: deadline)
                if let problem = PeerFacts(channel).problem { throw WireError.certificate(problem) }
                return channel
            } catch {
                last = error
            }
        }
        throw last
    }

    private func read(_ reader: ChannelReader, _ limit: IdleLimit) throws(WireError) -> Answer {
        // Interim answers come before the final one (RFC 9110, section 15.2).
        for _ in 0..<10 {
            guard let bytes = try reader.readHead(until: limit.deadline), let head = MessageHead(bytes),
                let status = head.startWords.dropFirst().first.flatMap({ Int($0) }),
                (100..<600).contains(status)
            else { throw .message("it is no HTTP") }
            if status < 200 { continue }
            var framing = BodyReader(BodyFraming.response(head, status: status, method: method))
            var content = framing
            var body: [UInt8] = []
            do {
                try unsafe reader.readBody(&framing, until: limit) { piece in
                    _ = try unsafe content.take(piece) { part in
                        guard body.count + part.count <= maximumBytes else {
                            throw WireError.limit("the answer is longer than \(maximumBytes) bytes")
                        }
                        unsafe body += part
                    }
                }
            } catch let error as WireError {
                throw error
            } catch {
                throw .message("\(error)")
            }
            return Answer(status: status, contentType: head.value("content-type"), body: body)
        }
        throw .message("it has no end of interim answers")
    }
}
