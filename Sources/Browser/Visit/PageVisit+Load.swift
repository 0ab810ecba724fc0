internal import Bytes
internal import Threads

extension PageVisit {
    /// The end of a part of the visit that may take `most`, but no more than this share of the whole.
    func limit(_ most: Duration, share: Double) -> Deadline {
        min(deadline, .after(min(most, visit.timeLimit * share)))
    }

    /// Asks for the page and waits until it is quiet.
    func load() throws {
        output.progress("loading the page")
        let limit = limit(VisitLimits.loading, share: VisitLimits.loadingShare)
        watch.expectDocument()
        let answer: JSONValue
        do {
            answer = try client.call(
                "Page.navigate", ["url": .string(visit.address)], session: watch.session, until: limit)
        } catch {
            switch error {
            case .noAnswer where isStopped:
                throw Stop.failure("the capture was stopped before the server had answered")
            case .noAnswer where !watch.isCrashed:
                throw Stop.failure("the server gave no answer within \(waited) s")
            case .refused(_, let reason):
                let words = SafeText.escaped(reason, limit: 200)
                throw Stop.failure("the browser cannot open this address: \(words)")
            default: throw error
            }
        }
        result.mainStatus = watch.status(of: answer["loaderId"]?.string)
        if answer["isDownload"]?.bool == true {
            throw Stop.failure("the address leads to a download, not to a page")
        }
        if let code = answer["errorText"]?.string, !code.isEmpty {
            throw Stop.failure(NetworkFailure.words(for: code))
        }
        let isIdle = try client.handleEvents(until: limit) { watch.isIdle || watch.isCrashed || isStopped }
        if watch.isCrashed { throw BrowserError.pageCrashed }
        if isStopped {
            note("the page was still loading when the capture was stopped, and was recorded as it was then")
        } else if !isIdle {
            note(
                "the page was still loading after \(waited) s, and was recorded as it was then")
            try wake()
        }
        result.mainStatus = nil
    }

    private var waited: Int64 { Deadline.now.since(begun).components.seconds }

    /// A page that did not come to rest may be in a script that never ends. Such a script is stopped, once.
    func wake() throws {
        if try isAwake(within: .seconds(3)) { return }
        client.post("Runtime.terminateExecution", session: watch.session)
        let isAwake = try isAwake(within: .seconds(5))
        log(
            PageAction(
                "stop-script",
                effect: isAwake
                    ? "a script of the page that did not end was stopped"
                    : "a script of the page did not let itself be stopped"
            ))
        guard isAwake else { throw BrowserError.noAnswer(command: "Runtime.evaluate") }
        note("a script of the page did not end, and was stopped")
    }

    private func isAwake(within limit: Duration) throws(BrowserError) -> Bool {
        do {
            _ = try call("Runtime.evaluate", ["expression": "0", "returnByValue": true], limit: limit)
            return true
        } catch {
            guard case .noAnswer = error else { throw error }
            return false
        }
    }
}
