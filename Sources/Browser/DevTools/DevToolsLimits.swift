/// What is taken from the browser's pipe.
enum DevToolsLimits {
    /// The longest answer: a picture of `VisitLimits.imageBytes` in base 64, with room to spare. A longer one is thrown
    /// away as it comes, and its command fails.
    static let answerBytes = 48 << 20
    /// The longest event. Those that this program waits for are short; a page can make some of them long.
    static let eventBytes = 1 << 20
    static let depth = 64
    /// Messages that wait to be looked at; further events are dropped.
    static let waitingMessages = 20_000
    static let waitingBytes = 32 << 20
    /// Commands that wait for their answer.
    static let waitingCommands = 10_000

    /// The events that this program looks at; all others are dropped unread, so that a page cannot keep it busy.
    static let events: Set<String> = [
        "Target.attachedToTarget", "Target.detachedFromTarget", "Inspector.targetCrashed",
        "Page.lifecycleEvent", "Page.frameNavigated", "Page.navigatedWithinDocument",
        "Page.javascriptDialogOpening", "Page.windowOpen", "Page.downloadWillBegin",
        "Network.requestWillBeSent", "Network.responseReceived", "Network.loadingFinished",
        "Network.loadingFailed",
        "Fetch.requestPaused",
    ]
}
