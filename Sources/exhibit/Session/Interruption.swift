import Bytes
import Capture
import Glibc
import Storage
import Synchronization
import Threads
import VerifyCommand

/// Ctrl-C, and being asked to end: a capture is stopped and sealed, and a second time ends the program at once; without a capture the
/// first time does. Opened exhibits are removed before.
enum Interruption {
    private static let watched = Mutex<(control: CaptureControl, words: String)?>(nil)
    private static let isAwaited = Mutex(false)
    private static let written = Mutex<String?>(nil)

    /// Says where a capture is written, so that who stops it at once is told how to seal what is there; nil when it is sealed.
    static func writes(_ partial: String?) { written.withLock { $0 = partial } }

    /// Must be called before other threads are started: they inherit that these signals do not interrupt them.
    static func watch(
        _ control: CaptureControl, saying words: String = "stopping; what was captured is sealed"
    ) throws {
        watched.withLock { $0 = (control, words) }
        try endHere()
    }

    /// As `watch`, for a program that has nothing to end but itself.
    static func endHere() throws {
        let isFirst = isAwaited.withLock { isAwaited in
            defer { isAwaited = true }
            return !isAwaited
        }
        guard isFirst else { return }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&signals, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        let awaited = signals
        try BlockingThread.start {
            var awaited = awaited
            var signal: Int32 = 0
            unsafe sigwait(&awaited, &signal)
            if let (control, words) = watched.withLock({ $0 }) {
                Output.say("\n\(words) (once more to stop at once)")
                control.stop()
                unsafe sigwait(&awaited, &signal)
            }
            if let partial = written.withLock({ $0 }), Folder.exists(partial) {
                Output.say(
                    "\nstopped; what was captured is kept, and is sealed with: exhibit recover \(SafeText.escaped(partial, limit: 4096))"
                )
            }
            OpenedExhibits.removeAll()
            // What was written of a capture can be sealed with `exhibit recover`.
            _exit(ExitStatus.interrupted.rawValue)
        }.detach()
    }
}
