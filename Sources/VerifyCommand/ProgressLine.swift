import Glibc
import Synchronization

/// One line at a terminal that tells how far a large file is.
final class ProgressLine: Sendable {
    /// Smaller files are done before a line could be read.
    private static let smallestBytes = 64 << 20
    private let lastPercent = Mutex(-1)

    /// Nil unless someone looks on.
    static func forTerminal(isQuiet: Bool) -> ProgressLine? {
        !isQuiet && isatty(STDERR_FILENO) == 1 ? ProgressLine() : nil
    }

    func show(_ done: Int, of total: Int) {
        guard total >= Self.smallestBytes else { return }
        let percent = done / (total / 100)
        lastPercent.withLock { last in
            guard percent > last else { return }
            last = percent
            Output.write("\rchecking: \(min(100, percent)) %", to: STDERR_FILENO)
        }
    }

    func clear() {
        if lastPercent.withLock({ $0 >= 0 }) { Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
    }
}
