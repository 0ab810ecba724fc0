import Bytes
import Evidence
import Hashing
import Messages
import Sealing
import Synchronization
import Wire

/// Puts what crosses the wire into a bundle, and keeps what the end of a capture needs to know of it.
final class BundleRecorder: WireRecorder {
    private let writer: BundleWriter
    private let clock: SealingClock
    private let escrow: Escrow?
    /// Reads the posts in what passes.
    let posts: PostWatch
    private let secrets: SecretWatch
    private let state: Mutex<State>

    /// What is remembered of all that passed.
    private struct State {
        var follower: PageFollower
        var notRecorded: [NotRecorded] = []
        var surplusNotRecorded = 0
        /// Why connections to a host failed.
        var failures: [String: String] = [:]
        var caveats: [Caveat] = []
        var dates = ServerDates()
        var troubles = ConnectionTroubles()
        var cut: [String: Int] = [:]
    }

    private static let maximumNotRecorded = 1000
    private static let maximumFailures = 1000
    private static let maximumCaveats = 50

    init(
        _ writer: BundleWriter, target: HTTPAddress, clock: SealingClock, escrow: Escrow?,
        secrets: [[UInt8]] = []
    ) {
        self.writer = writer
        self.clock = clock
        self.escrow = escrow
        posts = PostWatch(target: target.text)
        self.secrets = SecretWatch(secrets)
        state = Mutex(State(follower: PageFollower(target: target)))
    }

    func record(_ connection: ConnectionRecord) throws {
        state.withLock { state in
            state.troubles.add(connection)
            if let failure = connection.failureText {
                if state.failures.count < Self.maximumFailures { state.failures[connection.host] = failure }
            }
            if let caveat = OriginCaveat.of(connection), state.caveats.count < Self.maximumCaveats,
                !state.caveats.contains(caveat)
            {
                state.caveats.append(caveat)
            }
        }
        try writer.append([
            .resource(
                RecordURI.connection(connection.number), id: try SecureRandom.uuid(), date: connection.opened,
                contentType: "application/json", bytes: connection.serialized)
        ])
    }

    func record(_ exchange: RecordedExchange) throws {
        let requestID = try SecureRandom.uuid()
        state.withLock { $0.troubles.add(exchange) }
        var records = [Self.record(.request, requestID, exchange, exchange.request)]
        var answer: (record: RandomUUID, isPage: Bool)?
        if let response = exchange.response {
            let responseID = try SecureRandom.uuid()
            var record = Self.record(.response, responseID, exchange, response)
            records[0].concurrentTo = responseID
            record.concurrentTo = requestID
            record.isPage = state.withLock { state in
                if let date = Self.date(of: response) { state.dates.add(date, at: clock.now()) }
                if let cut = response.truncated { state.cut[cut, default: 0] += 1 }
                return state.follower.isPage(exchange)
            }
            records.append(record)
            answer = (responseID, record.isPage)
            escrow?.add(response, record: responseID)
        } else {
            records[0].outcome = exchange.outcome
            let missing = NotRecorded(
                what: "answer", uri: exchange.uri, reason: exchange.failure ?? "the server gave no answer")
            note(missing)
        }
        escrow?.add(exchange.request, record: requestID)
        for (kind, bytes) in [("interim", exchange.interim), ("unreadable", exchange.unreadable)]
        where !bytes.isEmpty {
            records.append(
                .resource(
                    "urn:exhibit:\(kind):\(requestID.text)", id: try SecureRandom.uuid(),
                    date: exchange.begun.wholeSeconds,
                    contentType: kind == "interim" ? "message/http" : "application/octet-stream", bytes: bytes
                ))
        }
        try writer.append(records)
        secrets.take(exchange)
        if let answer { posts.take(exchange, record: answer.record, isPage: answer.isPage) }
    }

    func note(_ missing: NotRecorded) {
        state.withLock { state in
            if let uri = missing.uri, let host = HTTPAddress(uri)?.host, state.failures[host] == nil,
                state.failures.count < Self.maximumFailures
            {
                state.failures[host] = missing.reason
            }
            if state.notRecorded.count < Self.maximumNotRecorded {
                state.notRecorded.append(missing)
            } else {
                state.surplusNotRecorded += 1
            }
        }
    }

    // MARK: At the end

    var page: PageFollower.Page? { state.withLock { $0.follower.page } }

    /// Why nothing was had from the host that the page was expected at; nil when that is not known.
    var pageFailure: String? {
        state.withLock { $0.failures[$0.follower.expected.host] }
    }

    var caveats: [Caveat] { state.withLock { $0.caveats } + (secrets.caveat.map { [$0] } ?? []) }

    var dates: ServerDates { state.withLock { $0.dates } }

    var troubles: ConnectionTroubles { state.withLock { $0.troubles } }

    /// What was there and is not in the bundle; the last entry counts what the list has no room for.
    var notRecorded: [NotRecorded] {
        state.withLock { state in
            guard state.surplusNotRecorded > 0 else { return state.notRecorded }
            return state.notRecorded + [
                NotRecorded(what: "more", uri: nil, reason: "\(state.surplusNotRecorded) more are not listed")
            ]
        }
    }

    /// In plain English, which answers were cut and why.
    func cuts(isStopped: Bool) -> [String] {
        let words = [
            "length": "at the limit of size",
            "time": isStopped
                ? "when the capture was stopped" : "at the limit of time, or by the end of the capture",
            "disconnect": "by a connection that ended",
        ]
        return state.withLock { state in
            state.cut.sorted { $0.key < $1.key }.map { kind, count in
                "\(count) answer\(count == 1 ? " was" : "s were") cut \(words[kind] ?? kind)"
            }
        }
    }

    private static func record(
        _ type: RecordType, _ id: RandomUUID, _ exchange: RecordedExchange, _ message: RecordedMessage
    ) -> EvidenceRecord {
        let block: EvidenceRecord.Block =
            switch message.body {
            case .memory(let bytes): .bytes(head: message.head, payload: bytes)
            case .spooled(let file, let bytes, let digest):
                .spooled(head: message.head, payload: file, bytes: bytes, digest: digest)
            }
        var record = EvidenceRecord(
            type, id: id, date: exchange.begun.wholeSeconds, uri: exchange.uri,
            contentType: "application/http; msgtype=\(type.rawValue)", block: block)
        record.address = exchange.address
        record.connection = exchange.connection
        record.truncated = message.truncated
        if !message.masks.isEmpty {
            record.masked = message.masks.map { "\($0.offset)+16 \($0.kind)" }.joined(separator: ", ")
        }
        return record
    }

    private static func date(of response: RecordedMessage) -> String? {
        MessageHead(response.head)?.value("date")
    }
}
