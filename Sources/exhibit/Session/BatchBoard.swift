import Bytes
import Casework
import Glibc
import Intake
import Synchronization
import Threads
import VerifyCommand

/// What a batch does at the moment: a board that changes at a terminal, a line for each capture elsewhere.
final class BatchBoard: Sendable {
    private struct State {
        var done: Int
        var begunDone: Int
        var counts: [String: Int] = [:]
        var workers: [Int: (address: String, step: String)] = [:]
        var shownLines = 0
    }

    private let total: Int
    private let begun = Deadline.now
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state: Mutex<State>

    init(total: Int, done: Int) {
        self.total = total
        state = Mutex(State(done: done, begunDone: done))
        if done > 0 { Output.say("\(done) of \(total) posts were captured before; going on with the others") }
    }

    func take(_ event: BatchEvent) {
        state.withLock { state in
            switch event {
            case .began(let worker, let capture):
                state.workers[worker] = (SafeText.escaped(capture.address, limit: 70), "")
            case .step(let worker, let words): state.workers[worker]?.step = words
            case .ended(let worker, let capture, let ending, let again):
                state.workers[worker] = nil
                if again == nil {
                    state.done += 1
                    state.counts[ending.outcome, default: 0] += 1
                }
                let later = again.map { "; again in \($0) s" } ?? ""
                let line =
                    "(\(state.done) of \(total)) \(ending.outcome)\(later): \(SafeText.escaped(capture.address, limit: 120))"
                clear(&state)
                Output.say(line)
            case .warning(let text):
                clear(&state)
                Output.say(SafeText.escaped(text, limit: 1000))
            }
            if isTerminal { show(&state) }
        }
    }

    /// Leaves the screen to what follows.
    func end() { state.withLock { clear(&$0) } }

    private func clear(_ state: inout State) {
        guard isTerminal, state.shownLines > 0 else { return }
        Output.write("\u{1B}[\(state.shownLines)A\u{1B}[J", to: STDERR_FILENO)
        state.shownLines = 0
    }

    private func show(_ state: inout State) {
        clear(&state)
        var lines = [head(state)]
        for (_, worker) in state.workers.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(worker.address)  \(worker.step)")
        }
        Output.write(lines.map { $0 + "\n" }.joined(), to: STDERR_FILENO)
        state.shownLines = lines.count
    }

    private func head(_ state: State) -> String {
        let outcomes = state.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(
            separator: ", ")
        let now = state.done - state.begunDone
        var left = ""
        if now > 0, total > state.done {
            let seconds =
                Deadline.now.since(begun).components.seconds * Int64(total - state.done) / Int64(now)
            left = seconds < 90 ? ", about \(seconds) s left" : ", about \((seconds + 30) / 60) min left"
        }
        return "\(state.done) of \(total) done\(left)\(outcomes.isEmpty ? "" : ": " + outcomes)"
    }
}
