internal import Bytes

/// Why the browser could not be used, or stopped being of use.
public enum BrowserError: Error, Equatable, CustomStringConvertible {
    /// There is no program at this path.
    case notInstalled(path: String)
    /// The program ended before it answered; the reason is from its own log.
    case cannotStart(reason: String)
    /// A command got no answer in time.
    case noAnswer(command: String)
    /// The browser's process has ended, or its pipe has.
    case ended
    /// The process that shows the page has crashed.
    case pageCrashed
    /// The browser answered a command with an error.
    case refused(command: String, reason: String)
    /// The answer is longer than what this program takes.
    case answerTooLong(command: String)

    /// A stable name of the kind of error.
    public var code: String {
        switch self {
        case .notInstalled: "browser.not-installed"
        case .cannotStart: "browser.cannot-start"
        case .noAnswer: "browser.no-answer"
        case .ended: "browser.ended"
        case .pageCrashed: "browser.page-crashed"
        case .refused: "browser.refused"
        case .answerTooLong: "browser.answer-too-long"
        }
    }

    public var description: String {
        switch self {
        case .notInstalled(let path):
            "Chromium is not installed (\(SafeText.escaped(path)) is not there); install the package chromium"
        case .cannotStart(let reason): "Chromium cannot start: \(reason)"
        case .noAnswer(let command): "Chromium did not answer in time (\(command))"
        case .ended: "Chromium ended unexpectedly"
        case .pageCrashed: "the process of Chromium that showed the page crashed"
        case .refused(let command, let reason):
            "Chromium refused \(command): \(SafeText.escaped(reason, limit: 200))"
        case .answerTooLong(let command): "Chromium's answer to \(command) is too long"
        }
    }
}
