/// The bounds of a visit. What passes one is left out or cut, and the result says so.
enum VisitLimits {
    /// Of one picture. Its base 64 has to fit into `DevToolsLimits.answerBytes`.
    static let imageBytes = 32 << 20
    static let pdfBytes = 64 << 20
    /// Of a document, in UTF-16 units before, in bytes after it was had.
    static let documentUnits = 8 << 20
    /// Of the height of a picture in its own pixels.
    static let imageHeight = 16_384
    static let imageWidth = 8_192

    /// In CSS pixels; longer pages are not printed.
    static let printedHeight = 300_000.0

    /// For a short command.
    static let command: Duration = .seconds(10)
    static let picture: Duration = .seconds(25)
    static let printing: Duration = .seconds(30)
    /// How long a page may go on loading, and that share of the time limit at most.
    static let loading: Duration = .seconds(30)
    static let loadingShare = 0.4
    /// What is kept of the time limit for the pictures at the end, and that share of it at most.
    static let ending: Duration = .seconds(30)
    static let endingShare = 0.35

    /// Of scrolling.
    static let scrollSteps = 150
    static let scrolledPixels = 100_000
    /// Of things opened.
    static let clicks = 100
    /// Of consent dialogues refused.
    static let refusals = 4
    /// A page is quiet when nothing was asked for or came for this long.
    static let quiet: Duration = .milliseconds(100)
    /// How long quiet is waited for after one action.
    static let settling: Duration = .milliseconds(1500)
    /// A request that is open for longer than this is no longer waited for.
    static let staleRequest: Duration = .seconds(3)
    static let openRequests = 5000

    /// Of dialogues, windows and downloads written to the log, each.
    static let loggedEvents = 20
    /// Of frames and workers that are set up like their page.
    static let children = 100
    /// Elements that are asked for their fonts.
    static let fontElements = 400
    static let fonts = 100
}
