internal import Synchronization
internal import Threads

/// Ends a visit early, from any thread: what it waits for is waited for no longer, and what is on the screen is recorded as
/// far as that is done at once.
public final class VisitStop: Sendable {
    /// What the page gets to be recorded in.
    private static let rest = Duration.milliseconds(1500)

    private let state = Mutex<(end: Deadline?, inbox: DevToolsInbox?)>((nil, nil))

    public init() {}

    /// A second time does nothing.
    public func stop() {
        state.withLock { state in
            guard state.end == nil else { return }
            let end = Deadline.after(Self.rest)
            state.end = end
            state.inbox?.cut(at: end)
        }
    }

    /// The visit is over.
    func forget() { state.withLock { $0.inbox = nil } }

    /// Whose waits end with the visit.
    func watch(_ inbox: DevToolsInbox) {
        state.withLock { state in
            state.inbox = inbox
            if let end = state.end { inbox.cut(at: end) }
        }
    }
}
