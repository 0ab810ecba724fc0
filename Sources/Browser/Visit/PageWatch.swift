internal import Bytes
internal import Threads

/// What is known of a page from the browser's events, and what is done at once about some of them.
///
/// Everything in an event comes from the page, so all that is kept is bounded.
final class PageWatch {
    /// The session and frame of the page itself, once there is one.
    private(set) var session: String?
    private(set) var frame: String?

    /// The document that is shown: its loader, address, and how often there was a new one.
    private(set) var loader: String?
    private(set) var address: String?
    private(set) var documents = 0
    /// Changes of the address without a new document.
    private(set) var addressChanges = 0
    /// Whether the shown document has had no request for half a second since it was loaded.
    private(set) var isIdle = false
    private(set) var isCrashed = false
    /// Whether the page that was gone back to is there: loaded anew, or shown again by its own script.
    private(set) var isBack = false
    private var isReturning = false
    private var statuses: [(loader: String, status: Int)] = []

    private var openRequests: [String: Deadline] = [:]
    private var lastTraffic = Deadline.now
    /// Requests so far.
    private(set) var requests = 0

    /// Frames of other sites, in processes of their own.
    private(set) var foreignFrames: [(session: String, frame: String)] = []
    private var children = 0
    private var windows: [String: String] = [:]
    private var logged: [String: Int] = [:]

    private let client: DevToolsClient
    private let settings: PageSettings
    /// Writes an action to the log.
    private let log: (PageAction) -> Void

    init(_ client: DevToolsClient, _ settings: PageSettings, log: @escaping (PageAction) -> Void) {
        self.client = client
        self.settings = settings
        self.log = log
    }

    /// The HTTP status of the document that is shown.
    var status: Int? { status(of: loader) }

    func status(of loader: String?) -> Int? { statuses.last { $0.loader == loader }?.status }

    /// Counts a click like traffic: what it sets off is given time to begin.
    func noteClick() { lastTraffic = .now }

    /// Forgets what was shown, before a navigation.
    func expectDocument() {
        loader = nil
        isIdle = false
    }

    /// Begins to wait for the way back to a page that was shown before.
    func expectReturn() {
        isBack = false
        isIdle = false
        isReturning = true
    }

    /// Whether nothing was asked for or came for a while, but what is open for long.
    var isQuiet: Bool { quietFrom <= .now }

    /// When the page will be quiet if nothing happens.
    var quietFrom: Deadline {
        let waiting = openRequests.values.map { $0.later(by: VisitLimits.staleRequest) }.max()
        return max(lastTraffic.later(by: VisitLimits.quiet), waiting ?? lastTraffic)
    }

    func receive(_ event: DevToolsMessage) {
        let content = event.content
        switch event.event {
        case "Target.attachedToTarget": attached(content)
        case "Target.detachedFromTarget":
            let gone = content["sessionId"]?.string
            foreignFrames.removeAll { $0.session == gone }
            if gone == session { isCrashed = true }
        case "Inspector.targetCrashed": if event.session == session { isCrashed = true }
        case "Page.frameNavigated": navigated(content, event.session)
        case "Page.navigatedWithinDocument":
            guard event.session == session, content["frameId"]?.string == frame else { return }
            address = content["url"]?.string.map { String($0.prefix(8192)) }
            addressChanges += 1
            if isReturning { isBack = true }
        case "Page.lifecycleEvent":
            guard event.session == session, let loader, content["loaderId"]?.string == loader else { return }
            guard content["name"]?.string == "networkIdle" else { return }
            isIdle = true
            if isReturning { isBack = true }
        case "Page.javascriptDialogOpening": closeDialogue(content, event.session)
        case "Page.windowOpen":
            note("window", content["url"]?.string, "the new window was kept from loading and closed")
        case "Page.downloadWillBegin": note("download", content["url"]?.string, "the download was refused")
        case "Fetch.requestPaused": refuseRequest(content, event.session)
        default: traffic(event)
        }
    }

    private func navigated(_ content: JSONValue, _ session: String?) {
        guard session == self.session, let shown = content["frame"], shown["id"]?.string == frame else {
            return
        }
        loader = shown["loaderId"]?.string
        address = shown["url"]?.string.map { String($0.prefix(8192)) }
        documents += 1
        isIdle = false
        openRequests = [:]
    }

    private func traffic(_ event: DevToolsMessage) {
        guard let request = event.content["requestId"]?.string else { return }
        lastTraffic = .now
        switch event.event {
        case "Network.requestWillBeSent":
            requests += 1
            // These stay open by their nature.
            let stays: Set<String> = ["EventSource", "WebSocket", "Media", "Ping", "Prefetch"]
            guard !stays.contains(event.content["type"]?.string ?? ""),
                openRequests.count < VisitLimits.openRequests
            else { return }
            openRequests[request] = .now
        case "Network.responseReceived":
            guard event.session == session, event.content["type"]?.string == "Document",
                event.content["frameId"]?.string == frame,
                let loader = event.content["loaderId"]?.string,
                let status = event.content["response"]?["status"]?.integer, (100...999).contains(status)
            else { return }
            statuses.append((loader, Int(status)))
            if statuses.count > 16 { statuses.removeFirst() }
        default: openRequests[request] = nil
        }
    }

    /// A new target waits, before it has asked for anything, to be told to go on.
    private func attached(_ content: JSONValue) {
        guard let opened = content["sessionId"]?.string, let target = content["targetInfo"],
            let id = target["targetId"]?.string
        else { return }
        if target["type"]?.string == "page" {
            guard session != nil else {
                session = opened
                frame = id
                return
            }
            // It may only go on with every request held back, and is closed at its first.
            windows[opened] = id
            client.post("Fetch.enable", session: opened)
            client.post("Runtime.runIfWaitingForDebugger", session: opened)
            if windows.count > VisitLimits.loggedEvents { closeWindow(opened) }
            return
        }
        children += 1
        if children <= VisitLimits.children {
            for (method, parameters) in settings.forChildren {
                client.post(method, parameters, session: opened)
            }
            if target["type"]?.string == "iframe" { foreignFrames.append((opened, id)) }
        }
        client.post("Runtime.runIfWaitingForDebugger", session: opened)
    }

    private func refuseRequest(_ content: JSONValue, _ session: String?) {
        guard let session, let request = content["requestId"] else { return }
        client.post(
            "Fetch.failRequest", ["requestId": request, "errorReason": "BlockedByClient"], session: session)
        closeWindow(session)
    }

    private func closeWindow(_ session: String) {
        guard let target = windows.removeValue(forKey: session) else { return }
        client.post("Target.closeTarget", ["targetId": .string(target)])
    }

    /// Script waits until a dialogue is closed, so it is closed at once. Leaving the page is never held up.
    private func closeDialogue(_ content: JSONValue, _ session: String?) {
        let kind = content["type"]?.string ?? ""
        client.post(
            "Page.handleJavaScriptDialog", ["accept": .bool(kind == "beforeunload")], session: session)
        note("dialogue", content["message"]?.string, "a dialogue of the page (\(kind.prefix(20))) was closed")
    }

    private func note(_ kind: String, _ text: String?, _ effect: String) {
        logged[kind, default: 0] += 1
        guard logged[kind, default: 0] <= VisitLimits.loggedEvents else { return }
        log(PageAction(kind, text: text, effect: effect))
    }
}
