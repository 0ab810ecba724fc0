internal import Threads

/// The messages for one user of the browser: a visit, or the launch. The thread that reads the pipe puts them in, the
/// user's thread takes them out, in their order.
final class DevToolsInbox: Sendable {
    private struct Contents {
        var messages: [DevToolsMessage] = []
        var taken = 0
        var bytes = 0
        var isClosed = false
    }

    private let contents = Monitor(Contents())

    /// What taking a message led to.
    enum Taken {
        case message(DevToolsMessage)
        /// The browser has ended; there will be no further message.
        case closed
        case deadline
    }

    /// Puts a message in; an event is dropped when too much waits already.
    func put(_ message: DevToolsMessage) {
        contents.change { contents in
            let isFull =
                contents.messages.count - contents.taken >= DevToolsLimits.waitingMessages
                || contents.bytes >= DevToolsLimits.waitingBytes
            if isFull && message.id == nil { return }
            contents.messages.append(message)
            contents.bytes += message.bytes
        }
    }

    func close() { contents.change { $0.isClosed = true } }

    func take(until deadline: Deadline) -> Taken {
        contents.wait(until: deadline) { contents -> Taken? in
            guard contents.taken < contents.messages.count else { return contents.isClosed ? .closed : nil }
            let message = contents.messages[contents.taken]
            contents.taken += 1
            contents.bytes -= message.bytes
            if contents.taken == contents.messages.count || contents.taken >= 1024 {
                contents.messages.removeFirst(contents.taken)
                contents.taken = 0
            }
            return .message(message)
        } ?? .deadline
    }
}
