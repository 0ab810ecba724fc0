import Bytes
import Evidence
import Messages
import Threads

/// Serves one client of the proxy, request after request, until either side ends it.
final class ProxyConnection {
    private let socket: StreamSocket
    private let parts: ProxyParts
    private var upstream: UpstreamConnection?

    /// A client that says nothing for so long is let go; a browser keeps connections open between requests.
    private static let clientIdleSeconds = 300.0

    init(_ socket: StreamSocket, _ parts: ProxyParts) {
        self.socket = socket
        self.parts = parts
    }

    func serve() {
        defer {
            upstream?.channel.close()
            socket.stop()
        }
        do {
            try servePlain()
        } catch is Exchange.ClientGone {
            return
        } catch is WireError {
            return
        } catch {
            // Only the recorder, or the certificates for the browser, fail otherwise.
            parts.fail(error)
        }
    }

    private func servePlain() throws {
        let reader = ChannelReader(PlainChannel(socket))
        while let head = try nextHead(reader) {
            let words = head.startWords
            guard words.count == 3 else { return try answer(reader, 400, "This is no request.") }
            if words[0] == "CONNECT" { return try serveTunnel(to: words[1], reader) }
            guard let address = HTTPAddress(words[1]), !address.isSecure else {
                note(
                    words[1],
                    "its address cannot be recorded: it is too long, or has other characters than ASCII")
                return try answer(reader, 400, "This address cannot be recorded.")
            }
            guard let sent = Self.originForm(head, address, by: parts.settings.outboundProxy) else {
                return try answer(reader, 400, "This request cannot be read.")
            }
            let place = Place(host: address.host, port: address.port, isSecure: false)
            guard try run(sent, method: words[0], uri: address.text, at: place, reader) else { return }
        }
    }

    private func serveTunnel(to authority: String, _ reader: ChannelReader) throws {
        guard let (host, port) = HTTPAddress.hostAndPort(authority), !reader.hasBuffered else {
            return try answer(reader, 400, "This is no address to connect to.")
        }
        let place = Place(host: host, port: port ?? 443, isSecure: true)
        // The server first: a connection that fails must fail for the browser too, with nothing made up in its place.
        do {
            upstream = try parts.connector.open(host: place.host, port: place.port, isSecure: true)
        } catch let error as WireError {
            note(place.address, "\(error)")
            // A browser shows nothing of this one.
            return try answer(reader, 502, "\(error)", always: true)
        }
        try Exchange.Client(reader: reader, idleSeconds: parts.settings.idleSeconds)
            .write(Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8))
        let channel = try TLSChannel.accept(
            socket, parts.authority.context(for: host),
            until: .after(.seconds(parts.settings.handshakeSeconds)))
        defer { channel.close() }
        let inside = ChannelReader(channel)
        while let head = try nextHead(inside) {
            let words = head.startWords
            let uri = place.address + (words.count > 1 ? words[1] : "")
            guard words.count == 3, words[1].hasPrefix("/"), HTTPAddress(uri) != nil else {
                note(
                    uri, "its address cannot be recorded: it is too long, or has other characters than ASCII")
                return try answer(inside, 400, "This address cannot be recorded.")
            }
            guard try run(head, method: words[0], uri: uri, at: place, inside) else { return }
        }
    }

    /// The next request's head; nil when the client has no more.
    private func nextHead(_ reader: ChannelReader) throws -> MessageHead? {
        guard let bytes = try reader.readHead(until: .after(.seconds(Self.clientIdleSeconds))) else {
            return nil
        }
        return MessageHead(bytes)
    }

    /// Runs one exchange; false when the client's connection ends with it.
    private func run(
        _ head: MessageHead, method: String, uri: String, at place: Place, _ reader: ChannelReader
    ) throws -> Bool {
        guard parts.exchanges.begin() else { return false }
        defer { parts.exchanges.end() }
        let framing = BodyFraming.request(head)
        guard framing != .invalid else {
            note(uri, "the length of its request cannot be told")
            try answer(reader, 400, "The length of this request cannot be told.")
            return false
        }
        let request = OutgoingRequest(uri: uri, method: method, head: head, framing: framing)
        let client = Exchange.Client(reader: reader, idleSeconds: parts.settings.idleSeconds)
        while true {
            let connection: UpstreamConnection
            do {
                connection = try connect(to: place)
            } catch let error as WireError {
                note(uri, "\(error)")
                try answer(reader, 502, "\(error)")
                return false
            }
            let ending: Exchange.Ending
            do {
                ending = try parts.exchange.run(request, over: connection, client: client)
            } catch is Exchange.StaleConnection {
                connection.channel.close()
                upstream = nil
                continue
            }
            if ending.isUpgraded {
                parts.recorder.note(
                    NotRecorded(
                        what: "websocket", uri: uri,
                        reason: "the messages of a connection that left HTTP pass, and are not recorded"))
                try Tunnel.relay(reader, connection.reader, running: parts.running)
                return false
            }
            if !ending.isReusable {
                connection.channel.close()
                upstream = nil
            }
            if let failure = ending.failure, !ending.hasBegunAnswer { try answer(reader, 502, "\(failure)") }
            return ending.isReusable
        }
    }

    /// The connection in use if it leads there and still stands, else a new one.
    private func connect(to place: Place) throws -> UpstreamConnection {
        if let open = upstream {
            if open.leads(to: place.host, port: place.port, isSecure: place.isSecure), !open.isStale {
                return open
            }
            open.channel.close()
            upstream = nil
        }
        let opened = try parts.connector.open(host: place.host, port: place.port, isSecure: place.isSecure)
        upstream = opened
        return opened
    }

    private func note(_ uri: String, _ reason: String) {
        parts.recorder.note(
            NotRecorded(what: "exchange", uri: SafeText.escaped(uri, limit: 500), reason: reason))
    }

    /// An answer of the proxy's own, which is no evidence and not recorded.
    private func answer(
        _ reader: ChannelReader, _ status: Int, _ words: String, always: Bool = false
    ) throws {
        guard always || parts.explainsFailures else { return }
        let body = Array("exhibit: \(words)\n".utf8)
        let head =
            "HTTP/1.1 \(status) \(status == 400 ? "Bad Request" : "Bad Gateway")\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        try Exchange.Client(reader: reader, idleSeconds: parts.settings.idleSeconds).write(
            Array(head.utf8) + body)
    }

    /// The head as the server, or the next proxy, gets it: a path instead of a whole address, and nothing meant for this proxy.
    private static func originForm(_ head: MessageHead, _ address: HTTPAddress, by proxy: OutboundProxy?)
        -> MessageHead?
    {
        let words = head.startWords
        let target = proxy == nil ? address.pathAndQuery : address.text
        var bytes = Array("\(words[0]) \(target) \(words[2])\r\n".utf8)
        bytes += head.fieldLines(without: ["proxy-connection", "proxy-authorization"])
        if let authorization = proxy?.authorization {
            bytes += Array("Proxy-Authorization: \(authorization)\r\n".utf8)
        }
        return MessageHead(bytes + [0x0D, 0x0A])
    }

    /// Where a request goes.
    private struct Place {
        let host: String
        let port: Int
        let isSecure: Bool

        /// The beginning of an address there, without a path.
        var address: String {
            "\(isSecure ? "https" : "http")://"
                + HTTPAddress(isSecure: isSecure, host: host, port: port, pathAndQuery: "/").authority
        }
    }
}
