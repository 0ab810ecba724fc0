import Bytes
import Evidence
import Files
import Messages
import Threads

/// A request that is to be sent, its body apart.
struct OutgoingRequest {
    let uri: String
    let method: String
    /// Exactly what goes to the server.
    let head: MessageHead
    let framing: BodyFraming
    /// Whether a second try on another connection would ask for the same (RFC 9110, section 9.2.2).
    var mayRepeat: Bool { framing == .none && ["GET", "HEAD", "OPTIONS"].contains(method) }
}

/// Runs one exchange over an open connection: passes the bytes on as they arrive, and records them.
struct Exchange {
    let settings: WireSettings
    let recorder: any WireRecorder
    let budget: CaptureBudget
    let running: RunningChannels

    /// The connection was closed by the server before it had read the request: try another.
    struct StaleConnection: Error {}

    /// The asking side went away.
    struct ClientGone: Error {}

    /// How an exchange ended.
    struct Ending {
        var status: Int?
        var location: String?
        /// Why it broke off; nil when it is whole.
        var failure: WireError?
        /// Whether both sides may go on with a next exchange.
        var isReusable = false
        /// Whether the connection is no longer HTTP (101).
        var isUpgraded = false
        /// Whether the asking side has had the beginning of an answer.
        var hasBegunAnswer = false
    }

    /// Where the request's body comes from and the answer goes to; nil for the direct fetcher.
    struct Client {
        let reader: ChannelReader
        let idleSeconds: Double

        func write(_ bytes: [UInt8]) throws {
            do throws(WireError) {
                try reader.channel.write(bytes, until: .after(.seconds(idleSeconds)))
            } catch {
                throw ClientGone()
            }
        }

        func write(_ bytes: UnsafeRawBufferPointer) throws {
            do throws(WireError) {
                try unsafe reader.channel.write(bytes, until: .after(.seconds(idleSeconds)))
            } catch {
                throw ClientGone()
            }
        }
    }

    /// What has been had so far.
    private struct Progress: ~Copyable {
        var requestBody: BodyCollector
        /// Whether the asking side has nothing more to send.
        var isRequestWhole = true
        var responseHead: MessageHead?
        var responseBody: BodyCollector
        var truncated: String?
        var interim: [UInt8] = []
        var unreadable: [UInt8] = []
    }

    /// A head that is no HTTP is kept up to this size.
    private static let maximumUnreadableBytes = 64 << 10
    private static let maximumInterimBytes = 256 << 10

    /// Throws `StaleConnection`, or what the recorder throws; what the network does is in the ending, and in the record.
    func run(_ request: OutgoingRequest, over upstream: UpstreamConnection, client: Client?) throws -> Ending
    {
        let begun = settings.clock.now()
        let end = Deadline.after(.seconds(settings.exchangeSeconds))
        let collector = {
            BodyCollector(spoolFolder: settings.spoolFolder, limit: settings.exchangeBytes, budget: budget)
        }
        var progress = Progress(requestBody: collector(), responseBody: collector())
        var ending = Ending()
        do {
            try send(request, over: upstream, client: client, until: end, &progress)
            try receive(request, over: upstream, client: client, until: end, &progress, &ending)
        } catch let failure as WireError {
            // A connection that this program ended was not ended by the other side.
            let error = failure == .disconnected && running.isStopped ? .stopped : failure
            if error == .disconnected, progress.responseHead == nil, progress.interim.isEmpty,
                progress.unreadable.isEmpty,
                upstream.exchanges > 0, request.mayRepeat
            {
                throw StaleConnection()
            }
            ending.failure = error
        } catch is ClientGone {
            ending.failure = .stopped
            progress.truncated = running.isEnding ? "time" : "disconnect"
        }
        if let failure = ending.failure {
            ending.isReusable = false
            if progress.responseHead != nil, progress.truncated == nil {
                progress.truncated = Self.truncation(failure)
            }
        }
        upstream.exchanges += 1
        try record(request, begun, upstream, progress, ending)
        return ending
    }

    private func idle(_ end: Deadline) -> IdleLimit { IdleLimit(seconds: settings.idleSeconds, end: end) }

    private func send(
        _ request: OutgoingRequest, over upstream: UpstreamConnection, client: Client?, until end: Deadline,
        _ progress: inout Progress
    ) throws {
        try upstream.channel.write(request.head.bytes, until: idle(end).deadline)
        guard let client, request.framing != .none else { return }
        progress.isRequestWhole = false
        if request.head.value("expect")?.lowercased() == "100-continue" {
            try passContinue(upstream, client, &progress)
            if progress.responseHead != nil { return }
        }
        var body = BodyReader(request.framing)
        try unsafe client.reader.readBody(&body, until: idle(end)) { piece in
            guard try unsafe progress.requestBody.append(piece) == piece.count else {
                throw WireError.limit("the request is larger than the limit of the capture")
            }
            do {
                try unsafe upstream.channel.write(piece, until: idle(end).deadline)
            } catch WireError.disconnected where upstream.channel.hasSomething {
                // The server has answered before it read all, and closed: the answer is still to be had.
            }
        }
        progress.isRequestWhole = true
    }

    /// Waits shortly for what the server says to `Expect: 100-continue`; the client sends its body without it, too.
    private func passContinue(_ upstream: UpstreamConnection, _ client: Client, _ progress: inout Progress)
        throws
    {
        do {
            guard let bytes = try upstream.reader.readHead(until: .after(.seconds(1))),
                let head = MessageHead(bytes)
            else {
                throw WireError.disconnected
            }
            if let status = Self.status(of: head), (100..<200).contains(status), status != 101 {
                progress.interim += bytes
                try client.write(bytes)
            } else {
                progress.responseHead = head
            }
        } catch WireError.timedOut {
            return
        }
    }

    private func receive(
        _ request: OutgoingRequest, over upstream: UpstreamConnection, client: Client?, until end: Deadline,
        _ progress: inout Progress, _ ending: inout Ending
    ) throws {
        let head = try progress.responseHead ?? readHead(upstream, client, until: end, &progress)
        guard let status = Self.status(of: head) else { throw WireError.message("its status cannot be read") }
        progress.responseHead = head
        ending.status = status
        ending.location = head.value("location")
        ending.hasBegunAnswer = true
        try client?.write(head.bytes)
        if status == 101 {
            ending.isUpgraded = true
            return
        }
        let framing = BodyFraming.response(head, status: status, method: request.method)
        var body = BodyReader(framing)
        try unsafe upstream.reader.readBody(&body, until: idle(end)) { piece in
            guard !end.hasPassed else { throw WireError.timedOut("the answer") }
            let kept = try unsafe progress.responseBody.append(piece)
            try unsafe client?.write(UnsafeRawBufferPointer(rebasing: piece[..<kept]))
            guard kept == piece.count else {
                throw WireError.limit("the answer is larger than the limit of the capture")
            }
        }
        // The end of a body without a length looks the same whoever ended the connection.
        if framing == .untilClose, running.isStopped { throw WireError.stopped }
        ending.isReusable =
            progress.isRequestWhole && framing != .untilClose && framing != .invalid && Self.staysOpen(head)
            && Self.staysOpen(request.head)
    }

    /// The final head; interim ones are passed on and kept.
    private func readHead(
        _ upstream: UpstreamConnection, _ client: Client?, until end: Deadline, _ progress: inout Progress
    ) throws -> MessageHead {
        while true {
            var unreadable: [UInt8] = []
            let bytes: [UInt8]?
            do throws(WireError) {
                bytes = try upstream.reader.readHead(until: idle(end).deadline) {
                    unreadable = Array($0.prefix(Self.maximumUnreadableBytes))
                }
            } catch {
                progress.unreadable = unreadable
                throw error
            }
            guard let bytes else { throw WireError.disconnected }
            guard let head = MessageHead(bytes), let status = Self.status(of: head) else {
                progress.unreadable = Array(bytes.prefix(Self.maximumUnreadableBytes))
                throw WireError.message("it does not begin as HTTP/1.1 does")
            }
            guard (100..<200).contains(status), status != 101 else { return head }
            guard progress.interim.count + bytes.count <= Self.maximumInterimBytes else {
                throw WireError.message("it begins with too many interim answers")
            }
            progress.interim += bytes
            try client?.write(bytes)
        }
    }

    private func record(
        _ request: OutgoingRequest, _ begun: Timestamp, _ upstream: UpstreamConnection,
        _ progress: consuming Progress,
        _ ending: Ending
    ) throws {
        let sent = SecretMask.message(
            request.head, body: try progress.requestBody.finish(), truncated: nil, isRequest: true)
        var response: RecordedMessage?
        if let head = progress.responseHead {
            response = SecretMask.message(
                head, body: try progress.responseBody.finish(), truncated: progress.truncated,
                isRequest: false)
        }
        try recorder.record(
            RecordedExchange(
                begun: begun, uri: request.uri, method: request.method, connection: upstream.number,
                address: upstream.serverAddress, request: sent, response: response,
                outcome: response == nil ? Self.outcome(ending.failure) : nil,
                failure: ending.failure.map { "\($0)" }, status: ending.status, location: ending.location,
                interim: progress.interim, unreadable: progress.unreadable))
    }

    /// The status of a response's head; nil when its start line is none.
    private static func status(of head: MessageHead) -> Int? {
        let words = head.startWords
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3,
            let status = Int(words[1]),
            (100..<1000).contains(status)
        else { return nil }
        return status
    }

    /// Whether the sender of this head leaves the connection open (RFC 9112, section 9.3).
    private static func staysOpen(_ head: MessageHead) -> Bool {
        let options = head.values("connection").flatMap { value in
            value.lowercased().split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
        }
        if options.contains("close") { return false }
        let words = head.startWords
        return words.contains { $0.hasPrefix("HTTP/1.1") } || options.contains("keep-alive")
    }

    private static func truncation(_ failure: WireError) -> String {
        switch failure {
        case .timedOut, .stopped: "time"
        case .limit: "length"
        default: "disconnect"
        }
    }

    private static func outcome(_ failure: WireError?) -> String {
        switch failure {
        case .stopped: "unfinished"
        case .disconnected: "disconnect"
        default: "no-answer"
        }
    }
}
