import Synchronization

/// The bytes that a capture may still take in, over all connections.
final class CaptureBudget: Sendable {
    private let left: Mutex<Int>

    init(bytes: Int) { left = Mutex(bytes) }

    /// Takes up to `count` bytes; gives how many there were.
    func take(_ count: Int) -> Int {
        left.withLock { left in
            let taken = min(count, left)
            left -= taken
            return taken
        }
    }
}
