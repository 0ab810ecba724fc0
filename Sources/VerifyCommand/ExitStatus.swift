public import ArgumentParser

/// Every status that the two programs end with; the README lists them.
public enum ExitStatus: Int32, Sendable {
    /// Intact; or: captured and sealed; or: done.
    case success = 0
    /// `verify`: a file is not as sealed.
    case notAsSealed = 1
    /// `verify`: a file cannot be verified.
    case cannotBeVerified = 2
    /// `capture`: sealed; a part is missing.
    case partial = 10
    /// `capture`: sealed; the server says that the post is not there.
    case gone = 11
    /// `capture`: sealed; the server asked for a sign-in.
    case loginWall = 12
    /// `capture`: sealed; the server refused to show it.
    case blocked = 13
    /// `capture`: sealed; the server asked to come back later.
    case rateLimited = 14
    /// `capture`: sealed; nothing was had of the page.
    case failed = 15
    /// The command line is wrong.
    case usage = 64
    /// A file that was given is not what it must be: a wrong passphrase, a file of another kind.
    case badInput = 65
    /// A file that was given is not there or cannot be read.
    case noInput = 66
    /// Something that the command needs is missing on this machine.
    case unavailable = 69
    /// A fault of the program itself.
    case software = 70
    /// A file cannot be made: the name is taken, the folder may not be written to.
    case cannotCreate = 73
    /// Reading or writing failed: a full disk, a broken medium.
    case io = 74
    /// Interrupted; what had been captured is kept.
    case interrupted = 75

    public var code: ExitCode { ExitCode(rawValue) }
}
