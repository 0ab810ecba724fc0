internal import Bytes
internal import Threads

/// One user of the browser, on one thread: sends commands, waits for their answers, and hands every event that comes
/// meanwhile to `onEvent`, in the browser's order.
final class DevToolsClient {
    let connection: DevToolsConnection
    let inbox = DevToolsInbox()
    /// Called with each event while this client waits for something. It may send commands, but must not wait.
    var onEvent: (DevToolsMessage) -> Void = { _ in }
    /// Answers that came while another one was waited for.
    private var answers: [Int: DevToolsMessage] = [:]
    private var expected: Set<Int> = []

    init(_ connection: DevToolsConnection) { self.connection = connection }

    deinit { connection.remove(inbox) }

    /// A command that was sent.
    struct Sent {
        let id: Int
        let method: String
    }

    /// Sends a command without waiting for its answer, which `answer(_:until:)` then gives.
    func send(
        _ method: String, _ parameters: JSONValue = [:], session: String? = nil, until deadline: Deadline
    )
        throws(BrowserError) -> Sent
    {
        let id = try connection.send(
            method, parameters, session: session, answerTo: inbox, deadline: deadline)
        expected.insert(id)
        return Sent(id: id, method: method)
    }

    /// Sends a command whose answer nobody waits for. One that cannot be sent is not told: then the browser has ended, and
    /// whoever waits next is told so.
    func post(_ method: String, _ parameters: JSONValue = [:], session: String? = nil) {
        _ = try? connection.send(
            method, parameters, session: session, answerTo: nil, deadline: .after(.seconds(2)))
    }

    /// Sends a command and waits for its answer.
    func call(
        _ method: String, _ parameters: JSONValue = [:], session: String? = nil, until deadline: Deadline
    )
        throws(BrowserError) -> JSONValue
    {
        try answer(send(method, parameters, session: session, until: deadline), until: deadline)
    }

    /// Waits for the answer to a command.
    func answer(_ sent: Sent, until deadline: Deadline) throws(BrowserError) -> JSONValue {
        defer {
            expected.remove(sent.id)
            answers[sent.id] = nil
        }
        while answers[sent.id] == nil {
            guard try takeOne(until: deadline) else { throw .noAnswer(command: sent.method) }
        }
        guard let message = answers[sent.id] else { throw .ended }
        switch message.refusal {
        case nil: return message.content
        case DevToolsMessage.tooLong: throw .answerTooLong(command: sent.method)
        case .some(let reason): throw .refused(command: sent.method, reason: reason)
        }
    }

    /// Waits for the answer to a command; nil when the browser refuses it.
    func answerUnlessRefused(_ sent: Sent, until deadline: Deadline) throws(BrowserError) -> JSONValue? {
        do {
            return try answer(sent, until: deadline)
        } catch {
            guard case .refused = error else { throw error }
            return nil
        }
    }

    /// Handles events until `isDone`; false at the deadline.
    func handleEvents(until deadline: Deadline, _ isDone: () -> Bool) throws(BrowserError) -> Bool {
        while !isDone() { guard try takeOne(until: deadline) else { return isDone() } }
        return true
    }

    /// Handles the next message; false at the deadline.
    private func takeOne(until deadline: Deadline) throws(BrowserError) -> Bool {
        switch inbox.take(until: deadline) {
        case .message(let message):
            if let id = message.id {
                if expected.contains(id) { answers[id] = message }
            } else {
                onEvent(message)
            }
            return true
        case .cut: return true
        case .closed: throw .ended
        case .deadline: return false
        }
    }
}
