import Synchronization
import Threads

/// Lets another thread end a capture early; what was captured is sealed.
public final class CaptureControl: Sendable {
    private let state = Mutex<(isStopped: Bool, actions: [Int: @Sendable () -> Void], next: Int)>(
        (false, [:], 0))

    public init() {}

    /// Ends the capture soon. From any thread; a second time does nothing.
    public func stop() {
        let actions = state.withLock { state in
            state.isStopped = true
            defer { state.actions = [:] }
            return Array(state.actions.values)
        }
        for action in actions { action() }
    }

    /// Waits until `stop`.
    public func waitUntilStopped() {
        let stopped = Signal()
        let watch = whenStopped { stopped.raise() }
        while !stopped.wait(until: .after(.seconds(3600))) {}
        watch.end()
    }

    public var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Has `action` called when the capture is stopped, at once if it was, until the watch ends.
    func whenStopped(_ action: @escaping @Sendable () -> Void) -> Watch {
        let number = state.withLock { state -> Int? in
            guard !state.isStopped else { return nil }
            state.next += 1
            state.actions[state.next] = action
            return state.next
        }
        if number == nil { action() }
        return Watch(control: self, number: number)
    }

    struct Watch {
        fileprivate let control: CaptureControl
        fileprivate let number: Int?

        func end() {
            if let number { control.state.withLock { $0.actions[number] = nil } }
        }
    }
}
