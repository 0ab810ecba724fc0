import Synchronization
import Threads

/// Two pieces of work at the same time.
enum SideBySide {
    /// Runs `one` on a thread of its own, if that is worth it, and `other` on this one; returns when both have ended.
    ///
    /// Throws what `other` threw, else what `one` threw.
    static func run(
        isWorthAThread: Bool, _ one: @escaping @Sendable () throws -> Void, and other: () throws -> Void
    ) throws {
        guard isWorthAThread else {
            try one()
            return try other()
        }
        let failure = Failure()
        let thread = try BlockingThread.start {
            do { try one() } catch { failure.keep(error) }
        }
        do {
            defer { thread.join() }
            try other()
        }
        if let error = failure.kept { throw error }
    }

    private final class Failure: Sendable {
        private let error = Mutex<(any Error)?>(nil)
        var kept: (any Error)? { error.withLock { $0 } }
        func keep(_ error: any Error) { self.error.withLock { $0 = error } }
    }
}
