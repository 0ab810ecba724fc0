import Sealing
import Synchronization
import Threads

/// Has the writer sign what is new, now and then: the last record before a pause gets no checkpoint otherwise.
struct CheckpointTicker {
    private static let interval: Duration = .milliseconds(200)

    private let ended: Signal
    private let thread: BlockingThread

    static func start(_ writer: BundleWriter) throws -> CheckpointTicker {
        let ended = Signal()
        let thread = try BlockingThread.start {
            while !ended.wait(until: .after(interval)) {
                // A failed write shows itself at the next record, or at sealing.
                do { try writer.tick() } catch { return }
            }
        }
        return CheckpointTicker(ended: ended, thread: thread)
    }

    func end() {
        ended.raise()
        thread.join()
    }
}
