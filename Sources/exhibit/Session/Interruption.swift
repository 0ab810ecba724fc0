import Capture
import Glibc
import Threads
import VerifyCommand

/// Ctrl-C, and being asked to end: the capture is stopped and sealed; a second time ends the program at once.
enum Interruption {
    /// Must be called before other threads are started: they inherit that these signals do not interrupt them.
    static func watch(
        _ control: CaptureControl, saying words: String = "stopping; what was captured is sealed"
    ) throws {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&signals, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        let awaited = signals
        try BlockingThread.start {
            var awaited = awaited
            var signal: Int32 = 0
            unsafe sigwait(&awaited, &signal)
            Output.say("\n\(words) (once more to stop at once)")
            control.stop()
            unsafe sigwait(&awaited, &signal)
            // What was written can be sealed with `exhibit recover`.
            _exit(ExitStatus.interrupted.rawValue)
        }.detach()
    }
}
