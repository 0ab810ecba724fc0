internal import Bytes
internal import Threads

extension PageVisit {
    /// Refuses consent, scrolls to the end, and opens what says that there is more, within the limits.
    func touch() throws {
        var work = Touching(
            end: deadline.later(
                by: .zero - min(VisitLimits.ending, visit.timeLimit * VisitLimits.endingShare)))
        do {
            try markHome(&work)
            output.progress("refusing consent dialogues")
            try refuseConsent(&work)
            output.progress("scrolling")
            try scroll(&work)
            try refuseConsent(&work)
            _ = try run(.pauseMedia)
            let top = try run(.scrollToTop)
            log(PageAction("scroll", script: .scrollToTop, effect: Self.scrolled(top)))
            try settle(until: work.end)
        } catch BrowserError.noAnswer where !watch.isCrashed && !deadline.hasPassed {
            try wake()
            note("the page stopped answering, and was touched no further")
        } catch BrowserError.refused(let command, let reason) {
            // A page that replaces itself takes our world with it; what it then is, is recorded.
            _ = try client.handleEvents(until: min(work.end, .after(.seconds(5)))) {
                watch.isCrashed || (watch.documents != work.documents && watch.isIdle)
            }
            if watch.documents != work.documents { return tellThatItLeft(work) }
            let words = BrowserError.refused(command: command, reason: reason).description
            note("the page could be touched no further: " + words)
        }
    }

    /// How far the touching of a page has come.
    struct Touching {
        let end: Deadline
        /// The page's place in the browser's history.
        var home: JSONValue = .null
        var homeAddress: String?
        var documents = 0
        var addressChanges = 0
        var clicks = 0
        var refusals = 0
        /// Set when a click led away: nothing is clicked after that.
        var isClickingOver = false
        /// Set when the page went elsewhere on its own, or the caller wants no more.
        var isOver = false
    }

    private func markHome(_ work: inout Touching) throws {
        let history = try call("Page.getNavigationHistory")
        let place = Int(history["currentIndex"]?.integer ?? -1)
        let entries = history["entries"]?.array ?? []
        work.home = entries.indices.contains(place) ? entries[place]["id"] ?? .null : .null
        work.homeAddress = watch.address
        work.documents = watch.documents
        work.addressChanges = watch.addressChanges
    }

    /// Whether there is time, leave and reason to go on.
    private func mayGoOn(_ work: inout Touching) -> Bool {
        if work.isOver { return false }
        if let reason = output.reasonToStop() {
            note(reason)
            work.isOver = true
        } else if work.end.hasPassed {
            note("scrolling and opening ended for lack of time")
            work.isOver = true
        }
        return !work.isOver
    }

    // MARK: - Consent

    private func refuseConsent(_ work: inout Touching) throws {
        while !work.isClickingOver, work.refusals < VisitLimits.refusals, mayGoOn(&work) {
            guard try refuseOne(&work) else { return }
        }
    }

    /// Refuses one dialogue, in the page or a frame of it; false when there is none.
    private func refuseOne(_ work: inout Touching) throws -> Bool {
        guard let page = watch.session, let top = watch.frame else { return false }
        for (session, frame) in [(page, top)] + watch.foreignFrames.prefix(10) {
            let before = watch.documents
            let answer: JSONValue
            do {
                answer = try run(.refuseConsent, session: session, frame: frame)
            } catch {
                // A frame may have gone since.
                guard case .refused = error, session != page else { throw error }
                continue
            }
            guard let button = answer["clicked"]?.array?.first else { continue }
            work.refusals += 1
            watch.noteClick()
            try settle(until: work.end)
            let effect: String
            if watch.documents > before {
                // A refusal may lead from a page that asks for consent to the one that was asked for.
                _ = try client.handleEvents(until: min(work.end, .after(.seconds(10)))) {
                    watch.isIdle || watch.isCrashed
                }
                effect = "the page was loaded anew"
                try markHome(&work)
            } else {
                let later = try? run(.refuseConsent, session: session, frame: frame)
                if let next = later?["clicked"]?.array?.first { log(Self.refusal(next, effect: nil)) }
                effect =
                    later?["isStillShown"]?.bool == true
                    ? "the dialogue is still shown" : "the dialogue closed"
            }
            log(Self.refusal(button, effect: effect))
            return true
        }
        return false
    }

    private static func refusal(_ button: JSONValue, effect: String?) -> PageAction {
        PageAction(
            "refuse-consent", selector: button["selector"]?.string, text: button["text"]?.string,
            script: .refuseConsent, effect: effect)
    }

    // MARK: - Scrolling and opening

    private func scroll(_ work: inout Touching) throws {
        var lastHeight: Int64 = -1
        for step in 0..<VisitLimits.scrollSteps {
            guard mayGoOn(&work) else { return }
            try playMedia(&work)
            try open(&work)
            if step == 1 { try refuseConsent(&work) }
            guard mayGoOn(&work) else { return }
            let answer = try run(.scrollOn)
            try settle(until: work.end)
            try checkPlace(&work, afterClick: false)
            let to = answer["to"]?.integer ?? 0
            let height = answer["height"]?.integer ?? 0
            if answer["from"]?.integer == to {
                // At the end, and nothing came for it while it was quiet.
                if height == lastHeight { return }
            } else {
                log(PageAction("scroll", script: .scrollOn, effect: Self.scrolled(answer)))
            }
            lastHeight = height
            if to > VisitLimits.scrolledPixels {
                note(
                    "scrolling ended after \(VisitLimits.scrolledPixels) pixels; the page goes on")
                return
            }
        }
        note(
            "scrolling ended after \(VisitLimits.scrollSteps) steps; the page goes on")
    }

    private static func scrolled(_ answer: JSONValue) -> String {
        let number = { (name: String) in String(answer[name]?.integer ?? 0) }
        return "from \(number("from")) to \(number("to")) of \(number("height")) pixels"
    }

    private func playMedia(_ work: inout Touching) throws {
        for media in try run(.playMedia)["clicked"]?.array?.prefix(20) ?? [] {
            log(
                PageAction(
                    "play-media", selector: media["selector"]?.string, text: media["text"]?.string,
                    script: .playMedia,
                    effect: "it was played without sound"))
        }
    }

    /// Opens what is in the window, until nothing more offers itself there.
    private func open(_ work: inout Touching) throws {
        while !work.isClickingOver, mayGoOn(&work) {
            guard work.clicks < VisitLimits.clicks else {
                note(
                    "\(VisitLimits.clicks) things were opened; others were left closed")
                work.isClickingOver = true
                return
            }
            let requests = watch.requests
            let clicked = try run(.openMore)["clicked"]?.array?.prefix(5) ?? []
            if clicked.isEmpty { return }
            output.progress("opening replies and texts")
            work.clicks += clicked.count
            watch.noteClick()
            try settle(until: work.end)
            let asked = watch.requests - requests
            for button in clicked {
                log(
                    PageAction(
                        "open-more", selector: button["selector"]?.string, text: button["text"]?.string,
                        script: .openMore,
                        effect: asked == 1 ? "1 request followed" : "\(asked) requests followed"))
            }
            try checkPlace(&work, afterClick: true)
        }
    }

    // MARK: - Staying on the page

    /// Sees whether the page is still the one that was asked for. After a click that led away, goes back and clicks no
    /// more; a page that left by itself is left in peace.
    private func checkPlace(_ work: inout Touching, afterClick: Bool) throws {
        if watch.isCrashed { throw BrowserError.pageCrashed }
        let isNewDocument = watch.documents != work.documents
        guard isNewDocument || watch.addressChanges != work.addressChanges else { return }
        let elsewhere = watch.address ?? ""
        work.addressChanges = watch.addressChanges
        work.documents = watch.documents
        let history = try call("Page.getNavigationHistory")
        let place = Int(history["currentIndex"]?.integer ?? -1)
        let entries = history["entries"]?.array ?? []
        let current = entries.indices.contains(place) ? entries[place]["id"] ?? .null : .null
        // Pages change their own entry as they are scrolled; that is not leaving.
        if !isNewDocument && (current == work.home || !afterClick) { return }
        guard afterClick, current != work.home, work.home != .null else {
            tellThatItLeft(work)
            work.isOver = true
            return
        }
        work.isClickingOver = true
        watch.expectReturn()
        _ = try call("Page.navigateToHistoryEntry", ["entryId": work.home])
        let isBack = try client.handleEvents(until: min(work.end, .after(.seconds(10)))) {
            watch.isBack || watch.isCrashed
        }
        if watch.isCrashed { throw BrowserError.pageCrashed }
        log(
            PageAction(
                "go-back", text: elsewhere,
                effect: isBack
                    ? "a click had led here; back to the page, and nothing more was clicked"
                    : "a click had led here, and the way back failed"
            ))
        note("a click led to another page; the program went back and clicked no more")
        try markHome(&work)
    }

    private func tellThatItLeft(_ work: Touching) {
        let what =
            watch.address == work.homeAddress ? "loaded itself anew" : "went to another address by itself"
        log(PageAction("left", text: watch.address, effect: "the page \(what); it was touched no further"))
        note("the page \(what), and was touched no further")
    }
}
