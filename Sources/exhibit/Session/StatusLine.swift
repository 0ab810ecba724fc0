import Glibc
import Synchronization
import VerifyCommand

/// What a capture does at the moment: one line that changes at a terminal, a line for each step elsewhere.
final class StatusLine: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let last = Mutex("")

    func show(_ words: String) {
        let isNew = last.withLock { last in
            defer { last = words }
            return last != words
        }
        guard isNew else { return }
        Output.write(isTerminal ? "\r\u{1B}[K\(words)…" : "\(words)…\n", to: STDERR_FILENO)
    }

    func clear() {
        if isTerminal { Output.write("\r\u{1B}[K", to: STDERR_FILENO) }
    }
}
