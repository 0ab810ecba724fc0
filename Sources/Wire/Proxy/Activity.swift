import Threads

/// Counts what runs, and lets others wait until nothing does.
final class Activity: Sendable {
    private let limit: Int
    private let count = Monitor(0)

    init(limit: Int) { self.limit = limit }

    /// False when as many run as may.
    func begin() -> Bool {
        count.change { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func end() { count.change { $0 -= 1 } }

    /// False when something still runs at the deadline.
    func waitUntilIdle(until deadline: Deadline) -> Bool {
        count.wait(until: deadline) { $0 == 0 ? true : nil } ?? false
    }
}
