internal import CPlatform
internal import Files
import Glibc
internal import Threads

/// The running browser: its process, the two ends of its pipes, and how all of it is ended.
final class BrowserProcess: Sendable {
    let number: Int32
    let profile: ProfileFolder
    let log: LaunchLog
    /// Commands go in here; non-blocking.
    let commands: Int32
    /// Answers and events come out here; non-blocking.
    let answers: Int32
    private let hold: Int32
    private let isEnded = Monitor(false)

    /// How long processes that were killed may take to be gone.
    private static let endLimit: Duration = .seconds(5)

    private init(number: Int32, hold: Int32, profile: ProfileFolder, log: LaunchLog, pipes: Pipes) {
        self.number = number
        self.hold = hold
        self.profile = profile
        self.log = log
        commands = pipes.commands
        answers = pipes.answers
    }

    deinit {
        close(commands)
        close(answers)
        close(hold)
    }

    /// Whether the process has not ended by itself.
    var isRunning: Bool { !ProcessEntry.waitForEnd(hold, until: .now) }

    /// Starts the program; what follows `argv[0]` is `arguments`. Throws when the system cannot.
    static func start(
        _ arguments: [String], environment: [String], profile: ProfileFolder, log: LaunchLog
    ) throws(BrowserError) -> BrowserProcess {
        let pipes = try Pipes()
        var number: pid_t = 0
        let status = spawn(arguments, environment, pipes, log: log.file.descriptor, number: &number)
        close(pipes.childCommands)
        close(pipes.childAnswers)
        guard status == 0 else {
            close(pipes.commands)
            close(pipes.answers)
            throw .cannotStart(reason: FileError("run", arguments[0], number: status).description)
        }
        let hold = exhibit_process_open(number)
        guard hold >= 0 else {
            let cause = FileError("watch", arguments[0])
            kill(-number, SIGKILL)
            waitpid(number, nil, 0)
            close(pipes.commands)
            close(pipes.answers)
            throw .cannotStart(reason: cause.description)
        }
        return BrowserProcess(number: number, hold: hold, profile: profile, log: log, pipes: pipes)
    }

    /// Ends the browser and every process that belongs to it, and removes the profile. Returns when they are gone, after
    /// a few seconds at most; a second call does nothing.
    ///
    /// The browser is not asked: nothing in a throw-away profile is worth being written, and one that hangs would not
    /// answer.
    func end() {
        let isFirst = isEnded.change { isEnded in
            defer { isEnded = true }
            return !isEnded
        }
        guard isFirst else { return }
        let deadline = Deadline.after(Self.endLimit)
        let family = ProcessFamily()
        family.gather(root: number, profile: profile.path)
        family.kill()
        kill(-number, SIGKILL)
        // What was being started while the first list was read is in the second.
        family.gather(root: number, profile: profile.path)
        family.kill()
        if ProcessEntry.waitForEnd(hold, until: deadline) { waitpid(number, nil, 0) }
        _ = family.waitForEnd(until: deadline)
        // A profile that cannot be removed costs space, and no evidence.
        try? profile.remove()
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String], _ pipes: Pipes, log: Int32, number: inout pid_t
    ) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, log, 2)
        unsafe posix_spawn_file_actions_adddup2(&actions, pipes.childCommands, 3)
        unsafe posix_spawn_file_actions_adddup2(&actions, pipes.childAnswers, 4)
        unsafe exhibit_spawn_close_from(&actions, 5)
        unsafe exhibit_spawn_change_folder(&actions, "/")

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        // A process group of its own: an interrupt at the terminal reaches us, and we end the browser.
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            while let string = unsafe argv.popLast() { unsafe free(string) }
            while let string = unsafe envp.popLast() { unsafe free(string) }
        }
        return unsafe posix_spawn(&number, arguments[0], &actions, &attributes, &argv, &envp)
    }
}

/// The four ends of the two pipes.
///
/// The one for commands is a pair of sockets: a write into a pipe whose reader has ended would end this process by a signal
/// (SIGPIPE), which a socket can be told not to send.
private struct Pipes {
    let commands: Int32
    let answers: Int32
    let childCommands: Int32
    let childAnswers: Int32

    init() throws(BrowserError) {
        var down: [Int32] = [-1, -1]
        var up: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &down) == 0 else { throw Self.failure() }
        guard unsafe exhibit_pipe_cloexec(&up) == 0 else {
            let failure = Self.failure()
            for end in down { close(end) }
            throw failure
        }
        // The child's ends stand above 9: dup2(3, 3) would keep close-on-exec, and dup2(x, 3) could overwrite a pipe end.
        childCommands = fcntl(down[0], F_DUPFD_CLOEXEC, 10)
        childAnswers = fcntl(up[1], F_DUPFD_CLOEXEC, 10)
        close(down[0])
        close(up[1])
        commands = down[1]
        answers = up[0]
        // Only our ends: the flag belongs to the open file, and each end is one of its own.
        let isWhole =
            childCommands >= 0 && childAnswers >= 0 && fcntl(commands, F_SETFL, O_NONBLOCK) == 0
            && fcntl(answers, F_SETFL, O_NONBLOCK) == 0
        guard isWhole else {
            let failure = Self.failure()
            for end in [commands, answers, childCommands, childAnswers] where end >= 0 { close(end) }
            throw failure
        }
    }

    private static func failure() -> BrowserError {
        .cannotStart(reason: "the system makes no pipe (error \(errno))")
    }
}
