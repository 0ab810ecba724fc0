internal import Threads

/// The messages for one user of the browser: a visit, or the launch. The thread that reads the pipe puts them in, the
/// user's thread takes them out, in their order.
final class DevToolsInbox: Sendable {
    private struct Contents {
        var messages: [DevToolsMessage] = []
        var taken = 0
        var bytes = 0
        var isClosed = false
        /// The end of every wait; nil for none but its own.
        var cut: Deadline?
    }

    private let contents = Monitor(Contents())

    /// What taking a message led to.
    enum Taken {
        case message(DevToolsMessage)
        /// The browser has ended; there will be no further message.
        case closed
        /// The waits were given an end.
        case cut
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

    /// Wakes who waits, and lets no wait last beyond this moment, until `nil` takes that back.
    func cut(at moment: Deadline?) { contents.change { $0.cut = moment } }

    var isCut: Bool { contents.change { $0.cut != nil } }

    func take(until deadline: Deadline) -> Taken {
        let cut = contents.change { $0.cut }
        return contents.wait(until: cut.map { min($0, deadline) } ?? deadline) { contents -> Taken? in
            if contents.cut != cut { return .cut }
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
