import Glibc
import Synchronization
import Threads
import Vault
import VerifyCommand

/// How far a check is, as a bar at a terminal.
final class CheckBar: Sendable {
    private static let width = 30
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let begun = Deadline.now
    private let last = Mutex(-1)

    func show(_ progress: VaultCheck.Progress) {
        guard isTerminal, progress.allFiles > 0 else { return }
        let share =
            progress.allBytes > 0
            ? Double(progress.bytes) / Double(progress.allBytes)
            : Double(progress.files) / Double(progress.allFiles)
        let permille = Int(share * 1000)
        last.withLock { last in
            guard permille != last else { return }
            last = permille
            let full = Int(share * Double(Self.width))
            let bar = String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full)
            let seconds = max(1, Deadline.now.since(begun).components.seconds)
            Output.write(
                "\r\u{1B}[K[\(bar)] \(permille / 10) %, \(progress.files) of \(progress.allFiles), \(progress.bytes / 1_000_000 / Int(seconds)) MB/s",
                to: STDERR_FILENO)
        }
    }

    func clear() { if isTerminal { Output.write("\r\u{1B}[K", to: STDERR_FILENO) } }
}
