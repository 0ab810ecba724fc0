import Glibc

/// What a program of this project sets up before anything else.
public enum ProcessGuard {
    /// Makes sure that a status always tells the truth.
    ///
    /// - A reader that goes away does not end the process.
    /// - A crash has the status 70, never one that is a verdict.
    /// - No file is ever opened as standard input, output or error: those that are closed are opened on nothing.
    public static func install() {
        while true {
            let descriptor = unsafe open("/dev/null", O_RDWR)
            if descriptor < 0 { break }
            if descriptor > STDERR_FILENO {
                close(descriptor)
                break
            }
        }
        signal(SIGPIPE, SIG_IGN)
        var faults = sigset_t()
        unsafe sigemptyset(&faults)
        for fault in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
            unsafe sigaddset(&faults, fault)
            signal(fault) { _ in
                let words: StaticString = "this program has a fault and was stopped before it was done\n"
                _ = unsafe Glibc.write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
                _exit(ExitStatus.software.rawValue)
            }
        }
        // Who started us may have blocked them.
        unsafe sigprocmask(SIG_UNBLOCK, &faults, nil)
    }
}
