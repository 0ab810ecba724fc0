import Glibc
import Synchronization

/// Work in many pieces, shared out to threads of our own.
public enum SharedWork {
    /// How many threads the machine can run at once.
    public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    private final class State: Sendable {
        let next = Atomic(0)
        let failure = Mutex<(any Error)?>(nil)
    }

    /// Calls `body` once for each number below `count`, the lower ones first, on a thread for each core.
    ///
    /// Returns when all have ended. Throws the first error; what was not begun by then is left.
    public static func run(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        let state = State()
        var threads: [BlockingThread] = []
        defer { for thread in threads { thread.join() } }
        for _ in 0..<min(cores, count) {
            threads.append(
                try BlockingThread.start(stackBytes: 8 << 20) {
                    while state.failure.withLock({ $0 == nil }) {
                        let number = state.next.add(1, ordering: .relaxed).oldValue
                        guard number < count else { return }
                        do { try body(number) } catch { state.failure.withLock { $0 = $0 ?? error } }
                    }
                })
        }
        for thread in threads { thread.join() }
        threads = []
        if let error = state.failure.withLock({ $0 }) { throw error }
    }

    /// What `body` gives for each number below `count`, in their order.
    public static func map<Value: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) throws -> Value
    ) throws -> [Value] {
        let values = Slots<Value>(count)
        try run(count) { number in
            let value = try body(number)
            values.all.withLock { $0[number] = value }
        }
        return values.all.withLock { $0.compactMap(\.self) }
    }

    private final class Slots<Value: Sendable>: Sendable {
        let all: Mutex<[Value?]>
        init(_ count: Int) { all = Mutex(Array(repeating: nil, count: count)) }
    }
}
