package import Bytes
internal import Threads

/// A page whose text is given, shown in a browser without any network: to be printed.
///
/// All calls block, and are for one thread.
public final class LocalPage {
    private static let sizeOfA4 = (width: 794, height: 1123)
    private static let openLimit = Duration.seconds(20)

    private let client: DevToolsClient
    private let browser: Chromium
    private let deadline: Deadline
    private var context: String?
    private var session: String?
    /// Addresses that the page asked for, but not those inside the page itself.
    package private(set) var requests: [String] = []
    /// Dialogs that a script opened.
    package private(set) var dialogs = 0

    /// Shows `html` as wide as A4. `timeLimit` is for all that is done with the page.
    public init(_ html: String, in browser: Chromium, timeLimit: Duration = .seconds(60)) throws(BrowserError)
    {
        self.browser = browser
        deadline = .after(timeLimit)
        client = DevToolsClient(browser.connection)
        client.onEvent = { [weak self] in self?.receive($0) }
        do throws(BrowserError) {
            try open()
            try show(html)
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    private func receive(_ event: DevToolsMessage) {
        switch event.event {
        case "Target.attachedToTarget" where session == nil: session = event.content["sessionId"]?.string
        case "Page.javascriptDialogOpening":
            dialogs += 1
            client.post("Page.handleJavaScriptDialog", ["accept": false], session: session)
        case "Network.requestWillBeSent":
            let address = event.content["request"]?["url"]?.string ?? ""
            if !address.hasPrefix("data:"), address != "about:blank", requests.count < 100 {
                requests.append(address)
            }
        default: break
        }
    }

    /// A browser context of its own, whose only way out leads nowhere.
    private func open() throws(BrowserError) {
        let limit = min(deadline, .after(Self.openLimit))
        let answer = try client.call(
            "Target.createBrowserContext",
            [
                "disposeOnDetach": true, "proxyServer": .string(LaunchFlags.sink),
                "proxyBypassList": "<-loopback>",
            ], until: limit)
        guard let context = answer["browserContextId"]?.string else {
            throw BrowserError.refused(command: "Target.createBrowserContext", reason: "no context")
        }
        self.context = context
        browser.connection.route(context: context, to: client.inbox)
        _ = try client.call(
            "Target.createTarget",
            [
                "url": "about:blank", "browserContextId": .string(context),
                "width": JSONValue(Self.sizeOfA4.width), "height": JSONValue(Self.sizeOfA4.height),
            ], until: limit)
        guard try client.handleEvents(until: limit, { self.session != nil }) else {
            throw BrowserError.noAnswer(command: "Target.createTarget")
        }
        client.post("Runtime.runIfWaitingForDebugger", session: session)
    }

    private func show(_ html: String) throws(BrowserError) {
        _ = try call("Page.enable")
        _ = try call("Network.enable")
        guard let frame = try call("Page.getFrameTree")["frameTree"]?["frame"]?["id"]?.string else {
            throw .refused(command: "Page.getFrameTree", reason: "no frame")
        }
        _ = try call("Page.setDocumentContent", ["frameId": .string(frame), "html": .string(html)])
        // Pictures in the page are decoded after it was read.
        _ = try evaluate(
            "Promise.all([...document.images].map(i => i.decode().catch(() => 0))).then(() => document.fonts.ready).then(() => 1)"
        )
    }

    package func call(_ method: String, _ parameters: JSONValue = [:]) throws(BrowserError) -> JSONValue {
        try client.call(method, parameters, session: session, until: deadline)
    }

    /// What an expression gives, as JSON; a promise is waited for.
    package func evaluate(_ expression: String) throws(BrowserError) -> JSONValue {
        let answer = try call(
            "Runtime.evaluate",
            ["expression": .string(expression), "awaitPromise": true, "returnByValue": true])
        guard answer["exceptionDetails"] == nil else {
            throw .refused(
                command: "Runtime.evaluate",
                reason: answer["exceptionDetails"]?["exception"]?["description"]?.string ?? "no reason given")
        }
        return answer["result"]?["value"] ?? .null
    }

    /// The page on A4, tagged for screen readers, with an outline of its headings.
    public func pdf() throws(BrowserError) -> [UInt8] {
        let answer = try call(
            "Page.printToPDF",
            [
                "transferMode": "ReturnAsStream", "printBackground": true, "preferCSSPageSize": true,
                "generateTaggedPDF": true, "generateDocumentOutline": true,
            ])
        guard let stream = answer["stream"] else {
            throw .refused(command: "Page.printToPDF", reason: "no stream")
        }
        defer { client.post("IO.close", ["handle": stream], session: session) }
        let outcome = try DevToolsStream.read(maximumBytes: VisitLimits.pdfBytes) {
            () throws(BrowserError) in try call("IO.read", ["handle": stream, "size": 1_048_576])
        }
        guard case .whole(let bytes) = outcome, bytes.starts(with: Array("%PDF-".utf8)) else {
            throw .answerTooLong(command: "Page.printToPDF")
        }
        return bytes
    }

    private func close() {
        if let context {
            client.post("Target.disposeBrowserContext", ["browserContextId": .string(context)])
        }
        context = nil
        browser.connection.remove(client.inbox)
    }
}
