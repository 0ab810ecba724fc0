import Glibc
import VerifyCommand

/// Single keys of a terminal, or bytes of what stands in for one.
enum Keyboard {
    /// Lets keys come one by one and unseen while `body` runs; the terminal is put back as it was whatever happens.
    ///
    /// What stands in for a terminal is left as it is.
    static func whileRaw<Result>(_ body: () throws -> Result) throws -> Result {
        var before = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else { return try body() }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        raw.c_cc.5 = 0  // VTIME and VMIN: each read waits for one byte
        raw.c_cc.6 = 1
        guard unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0 else {
            throw CommandError(.io, "the terminal cannot be read key by key")
        }
        defer { _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &before) }
        return try body()
    }

    /// The next key; nil at the end.
    static func read() -> Character? {
        while true {
            var byte: UInt8 = 0
            let got = unsafe Glibc.read(STDIN_FILENO, &byte, 1)
            if got < 0, errno == EINTR { continue }
            return got == 1 ? Character(Unicode.Scalar(byte)) : nil
        }
    }

    /// What was pressed since the last time.
    enum Pressed: Equatable {
        case none, end
        case key(Character)
    }

    /// Looks without waiting.
    static func pressed() -> Pressed {
        var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waiting, 1, 0) > 0 else { return .none }
        return read().map { .key($0) } ?? .end
    }
}
