import Synchronization
import Threads

/// Counts what runs, and lets others wait until nothing does.
final class Activity: Sendable {
    private let limit: Int
    private let state = Mutex<(count: Int, waiters: [Signal])>((0, []))

    init(limit: Int) { self.limit = limit }

    /// False when as many run as may.
    func begin() -> Bool {
        state.withLock { state in
            guard state.count < limit else { return false }
            state.count += 1
            return true
        }
    }

    func end() {
        let woken = state.withLock { state -> [Signal] in
            state.count -= 1
            guard state.count == 0 else { return [] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in woken { waiter.raise() }
    }

    var isIdle: Bool { state.withLock { $0.count == 0 } }

    /// False when something still runs at the deadline.
    func waitUntilIdle(until deadline: Deadline) -> Bool {
        let waiter = Signal()
        let isIdle = state.withLock { state in
            if state.count > 0 { state.waiters.append(waiter) }
            return state.count == 0
        }
        return isIdle || waiter.wait(nanoseconds: Int64(deadline.milliseconds) * 1_000_000)
    }
}
