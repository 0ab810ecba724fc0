internal import Bytes
internal import Threads

/// One visit while it runs, on one thread.
final class PageVisit {
    let visit: Visit
    let browser: Chromium
    let output: any VisitOutput
    let settings: PageSettings
    let client: DevToolsClient
    let watch: PageWatch
    /// The end of the visit.
    let deadline: Deadline
    let begun: Deadline

    var result = VisitResult()
    var fonts: [String] = []
    var areFontsComplete = false
    /// Of the whole page at the end, in CSS pixels.
    var pageHeight = 0.0
    private var delivered: Set<VisitArtifact> = []
    private var context: String?
    /// The JavaScript world of our scripts, in each frame's present document.
    private var worlds: [String: Int64] = [:]
    private var worldsAreOf = 0

    init(_ visit: Visit, in browser: Chromium, output: any VisitOutput) {
        self.visit = visit
        self.browser = browser
        self.output = output
        begun = .now
        deadline = begun.later(by: visit.timeLimit)
        settings = PageSettings(visit: visit, version: browser.version)
        client = DevToolsClient(browser.connection)
        watch = PageWatch(client, settings) { output.action($0.json(at: visit.now())) }
        client.onEvent = { [watch] in watch.receive($0) }
        visit.stop?.watch(client.inbox)
    }

    /// Whether the visit is to end at once.
    var isStopped: Bool { client.inbox.isCut }

    func run() -> VisitResult {
        run {
            try recordUntouched()
            if visit.isTouched { try touch() }
            try recordAtEnd()
        }
    }

    /// Opens and loads the page, does what is to be done with it, and puts together what came of it.
    func run(_ body: () throws -> Void) -> VisitResult {
        do {
            guard visit.address.hasPrefix("http://") || visit.address.hasPrefix("https://") else {
                throw Stop.failure("the address is neither http nor https")
            }
            try open()
            try load()
            try body()
        } catch let stop as Stop {
            result.failure = stop.reason
        } catch let error as BrowserError {
            result.interruption = interruption(error)
        } catch {
            result.interruption = "\(error)"
        }
        result.finalAddress = result.failure == nil ? watch.address : nil
        result.mainStatus = result.mainStatus ?? watch.status
        result.facts = facts()
        result.missingArtifacts = VisitArtifact.all.filter { !delivered.contains($0) }.compactMap(
            \.whatIsMissing)
        output.ended()
        close()
        return result
    }

    /// No page was loaded.
    struct Stop: Error {
        let reason: String
        static func failure(_ reason: String) -> Stop { Stop(reason: reason) }
    }

    private func interruption(_ error: BrowserError) -> String {
        if case .ended = error { return "Chromium ended unexpectedly" }
        if watch.isCrashed { return "the process of Chromium that showed the page crashed" }
        if isStopped { return "the visit was stopped" }
        if deadline.hasPassed {
            return "the time limit of \(visit.timeLimit.components.seconds) s was reached"
        }
        if case .noAnswer = error { return "the page stopped answering" }
        return error.description
    }

    // MARK: - Opening and closing

    private func open() throws {
        output.progress("opening the browser")
        let limit = min(deadline, .after(.seconds(20)))
        let answer = try client.call(
            "Target.createBrowserContext",
            [
                "disposeOnDetach": true, "proxyServer": .string("http://127.0.0.1:\(visit.proxyPort)"),
                "proxyBypassList": "<-loopback>",
            ], until: limit)
        guard let context = answer["browserContextId"]?.string else {
            throw BrowserError.refused(command: "Target.createBrowserContext", reason: "no context")
        }
        self.context = context
        browser.connection.route(context: context, to: client.inbox)
        client.post("Browser.grantPermissions", ["permissions": [], "browserContextId": .string(context)])
        client.post(
            "Browser.setDownloadBehavior", ["behavior": "deny", "browserContextId": .string(context)])
        if !visit.cookies.isEmpty {
            _ = try client.call(
                "Storage.setCookies",
                ["cookies": .array(visit.cookies), "browserContextId": .string(context)],
                until: limit)
        }
        _ = try client.call(
            "Target.createTarget",
            [
                "url": "about:blank", "browserContextId": .string(context),
                "width": JSONValue(visit.viewport.width), "height": JSONValue(visit.viewport.height),
            ], until: limit)
        guard try client.handleEvents(until: limit, { watch.session != nil }) else {
            throw BrowserError.noAnswer(command: "Target.createTarget")
        }
        var sent: [DevToolsClient.Sent] = []
        for (method, parameters) in settings.forPage {
            sent.append(try client.send(method, parameters, session: watch.session, until: limit))
        }
        client.post("Runtime.runIfWaitingForDebugger", session: watch.session)
        for command in sent { _ = try client.answer(command, until: limit) }
    }

    /// Gives the context back to the browser; one that does not come free takes the browser with it.
    private func close() {
        guard let context else { return }
        visit.stop?.forget()
        client.inbox.cut(at: nil)
        do {
            _ = try client.call(
                "Target.disposeBrowserContext", ["browserContextId": .string(context)],
                until: .after(.seconds(5)))
        } catch {
            browser.close()
        }
        browser.connection.remove(client.inbox)
    }

    // MARK: - Commands and scripts

    /// Sends a command to the page and waits for the answer, `limit` and the visit's end at most.
    func call(_ method: String, _ parameters: JSONValue = [:], limit: Duration = VisitLimits.command)
        throws(BrowserError) -> JSONValue
    {
        if watch.isCrashed { throw .pageCrashed }
        do {
            return try client.call(
                method, parameters, session: watch.session, until: min(deadline, .after(limit)))
        } catch {
            throw watch.isCrashed ? .pageCrashed : error
        }
    }

    func deliver(_ kind: VisitArtifact, _ bytes: [UInt8]) {
        guard delivered.insert(kind).inserted else { return }
        output.artifact(kind, bytes)
    }

    /// Puts a limit that was reached into the result, once.
    func note(_ limit: String) {
        if !result.reachedLimits.contains(limit) { result.reachedLimits.append(limit) }
    }

    func log(_ action: PageAction) { output.action(action.json(at: visit.now())) }

    /// Runs a script in our own world of the page's document, and gives its answer.
    func run(_ script: PageScript) throws(BrowserError) -> JSONValue {
        guard let session = watch.session, let frame = watch.frame else { throw .pageCrashed }
        return try run(script, session: session, frame: frame)
    }

    /// Runs a script in our own world of one frame.
    ///
    /// A world goes with its document. When a script finds none, because the page has just replaced its document, it has
    /// not run, and is run once more in the new one.
    func run(_ script: PageScript, session: String, frame: String) throws(BrowserError) -> JSONValue {
        deliver(.script(script.name), Array(script.source.utf8))
        do {
            return try runOnce(script, session: session, frame: frame)
        } catch {
            worlds = [:]
            if watch.isCrashed { throw .pageCrashed }
            guard case .refused(_, let reason) = error, reason.hasPrefix("Cannot find context") else {
                throw error
            }
        }
        return try runOnce(script, session: session, frame: frame)
    }

    private func runOnce(_ script: PageScript, session: String, frame: String) throws(BrowserError)
        -> JSONValue
    {
        if watch.isCrashed { throw .pageCrashed }
        let limit = min(deadline, .after(VisitLimits.command))
        let answer = try client.call(
            "Runtime.evaluate",
            [
                "expression": .string(script.source),
                "contextId": JSONValue(try world(of: frame, session: session, until: limit)),
                "awaitPromise": true,
                "returnByValue": true,
            ], session: session, until: limit)
        guard let text = answer["result"]?["value"]?.string, answer["exceptionDetails"] == nil,
            let value = try? JSONReader.parse(Array(text.utf8), limits: JSONLimits(maximumBytes: 32 << 20))
        else {
            let reason =
                answer["exceptionDetails"]?["exception"]?["description"]?.string ?? "no answer of its own"
            throw .refused(command: "the script " + script.name, reason: reason)
        }
        return value
    }

    /// Our JavaScript world in the present document of a frame.
    private func world(of frame: String, session: String, until limit: Deadline) throws(BrowserError) -> Int64
    {
        if worldsAreOf != watch.documents {
            worlds = [:]
            worldsAreOf = watch.documents
        }
        if let known = worlds[session + frame] { return known }
        let answer = try client.call(
            "Page.createIsolatedWorld", ["frameId": .string(frame), "worldName": "exhibit"], session: session,
            until: limit)
        guard let made = answer["executionContextId"]?.integer else {
            throw .refused(command: "Page.createIsolatedWorld", reason: "no world")
        }
        worlds[session + frame] = made
        return made
    }

    /// Waits until the page is quiet, or for `VisitLimits.settling`.
    func settle(until limit: Deadline) throws(BrowserError) {
        let end = min(limit, .after(VisitLimits.settling))
        while !watch.isQuiet, !end.hasPassed, !isStopped {
            let expected = watch.quietFrom
            _ = try client.handleEvents(until: min(end, expected)) {
                watch.isCrashed || watch.quietFrom < expected
            }
            if watch.isCrashed { throw .pageCrashed }
        }
    }
}
