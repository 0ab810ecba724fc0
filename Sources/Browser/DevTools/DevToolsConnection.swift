internal import Bytes
import Glibc
internal import Threads

/// The pipe to one browser, shared by all who use it.
///
/// Commands may be sent from any thread. One thread reads, and puts each message into the inbox of whom it concerns: an
/// answer goes to the sender of its command, an event to the owner of its session. A session that the browser opens
/// on its own, for a frame, a worker or a new window, belongs to whoever owns the session or the browser context
/// that it came from.
final class DevToolsConnection: Sendable {
    private struct Routes {
        var nextID = 1
        var commands: [Int: DevToolsInbox] = [:]
        var sessions: [String: DevToolsInbox] = [:]
        var contexts: [String: DevToolsInbox] = [:]
        var isEnded = false
        /// Held by the thread that writes a command.
        var isWriting = false
    }

    private let process: BrowserProcess
    private let routes = Monitor(Routes())

    private init(_ process: BrowserProcess) { self.process = process }

    /// Begins to read. The reading thread ends with the browser.
    static func open(_ process: BrowserProcess) throws(BrowserError) -> DevToolsConnection {
        let connection = DevToolsConnection(process)
        do {
            try BlockingThread.start { connection.read() }.detach()
        } catch {
            throw .cannotStart(reason: error.description)
        }
        return connection
    }

    /// Whether the browser has ended, or broken off.
    var isEnded: Bool { routes.change { $0.isEnded } }

    /// From now on, what the browser opens in this context belongs to this inbox.
    func route(context: String, to inbox: DevToolsInbox) {
        routes.change { $0.contexts[context] = inbox }
    }

    /// Forgets an inbox: no message is put into it any more.
    func remove(_ inbox: DevToolsInbox) {
        routes.change { routes in
            routes.commands = routes.commands.filter { $0.value !== inbox }
            routes.sessions = routes.sessions.filter { $0.value !== inbox }
            routes.contexts = routes.contexts.filter { $0.value !== inbox }
        }
    }

    /// Sends a command, and says under which number its answer will come into `inbox`; nil for an inbox means that
    /// nobody waits for the answer.
    @discardableResult
    func send(
        _ method: String, _ parameters: JSONValue, session: String?, answerTo inbox: DevToolsInbox?,
        deadline: Deadline
    ) throws(BrowserError) -> Int {
        let id = routes.wait(until: deadline) { routes -> Int? in
            if routes.isEnded { return 0 }
            guard !routes.isWriting else { return nil }
            guard routes.commands.count < DevToolsLimits.waitingCommands else { return 0 }
            routes.isWriting = true
            defer { routes.nextID += 1 }
            routes.commands[routes.nextID] = inbox
            return routes.nextID
        }
        guard let id else { throw .noAnswer(command: method) }
        guard id > 0 else { throw .ended }
        defer { routes.change { $0.isWriting = false } }
        var members = [
            JSONMember("id", JSONValue(id)), JSONMember("method", .string(method)),
            JSONMember("params", parameters),
        ]
        if let session { members.append(JSONMember("sessionId", .string(session))) }
        try write(JSONValue.object(members).serialized() + [0], method: method, deadline: deadline)
        return id
    }

    /// A command that was written in part would make nonsense of all that follow, so then the browser is over.
    private func write(_ bytes: [UInt8], method: String, deadline: Deadline) throws(BrowserError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    process.commands, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done,
                    Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                done += count
            } else if errno == EAGAIN {
                guard Self.wait(process.commands, POLLOUT, until: deadline) else {
                    if done > 0 { end() }
                    throw .noAnswer(command: method)
                }
            } else if errno != EINTR {
                end()
                throw .ended
            }
        }
    }

    private static func wait(_ descriptor: Int32, _ events: Int32, until deadline: Deadline) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return unsafe poll(&entry, 1, deadline.remainingMilliseconds) != 0
    }

    private func read() {
        var splitter = MessageSplitter()
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while !isEnded {
            guard Self.wait(process.answers, POLLIN, until: .after(.seconds(1))) else { continue }
            let count = unsafe Glibc.read(process.answers, &buffer, buffer.count)
            if count > 0 {
                splitter.feed(buffer[..<count]) { deliver($0) }
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                break
            }
        }
        end()
    }

    private func deliver(_ piece: MessageSplitter.Piece) {
        switch piece {
        case .tooLong(let id): deliver(.unreadable(id: id, DevToolsMessage.tooLong))
        case .message(let text):
            if let message = DevToolsMessage(text) {
                deliver(message)
            } else if let id = MessageSplitter.answerID(text) {
                deliver(.unreadable(id: id, "the answer is not JSON as this program reads it"))
            }
        }
    }

    private func deliver(_ message: DevToolsMessage) {
        let inbox: DevToolsInbox? = routes.change { routes in
            if let id = message.id { return routes.commands.removeValue(forKey: id) }
            let info = message.content["targetInfo"]
            let owner =
                message.session.flatMap { routes.sessions[$0] }
                ?? info?["browserContextId"]?.string.flatMap { routes.contexts[$0] }
            guard let opened = message.content["sessionId"]?.string else { return owner }
            if message.event == "Target.attachedToTarget" {
                routes.sessions[opened] = owner
                return owner
            }
            return routes.sessions.removeValue(forKey: opened) ?? owner
        }
        inbox?.put(message)
    }

    /// Tells all who wait that no further message will come.
    func end() {
        let inboxes = routes.change { routes in
            routes.isEnded = true
            defer {
                routes.commands = [:]
                routes.sessions = [:]
                routes.contexts = [:]
            }
            return Array(routes.commands.values) + Array(routes.sessions.values)
                + Array(routes.contexts.values)
        }
        for inbox in inboxes { inbox.close() }
    }
}
