import Synchronization

/// The sockets of a capture, so that its end can wake whoever waits on one.
final class RunningChannels: Sendable {
    private struct Entry {
        weak var socket: StreamSocket?
    }

    private let state = Mutex<(entries: [Entry], isStopped: Bool, isEnding: Bool)>(([], false, false))

    /// Throws `.stopped` after the end.
    func add(_ socket: StreamSocket) throws(WireError) {
        let isStopped = state.withLock { state in
            if state.entries.count > 256 { state.entries.removeAll { $0.socket == nil } }
            state.entries.append(Entry(socket: socket))
            return state.isStopped
        }
        if isStopped { throw .stopped }
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Whether the capture is at its end: who asked goes away for that, and not because of anything that the server did.
    var isEnding: Bool { state.withLock { $0.isEnding || $0.isStopped } }

    /// Tells that who asked is about to go away.
    func expectEnd() { state.withLock { $0.isEnding = true } }

    /// Ends every connection, and every later one as soon as it is added.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            for entry in state.entries { entry.socket?.stop() }
        }
    }
}
