internal import Bytes
internal import Threads

/// What a person who navigates asks for.
public enum PersonStep: Sendable {
    /// Keep what is on the screen.
    case keep
    case end
}

extension PageVisit {
    private static let pause = Duration.milliseconds(100)
    private static let mostKept = 500

    /// Lets a person navigate, and records what they want to keep.
    func run(_ next: @escaping () -> PersonStep?) -> VisitResult {
        var result = run {
            try recordUntouched()
            var kept = 0
            var address = watch.address
            while !deadline.hasPassed, output.reasonToStop() == nil {
                _ = try client.handleEvents(until: min(deadline, .after(Self.pause))) { watch.isCrashed }
                if watch.isCrashed { throw BrowserError.pageCrashed }
                if watch.address != address {
                    address = watch.address
                    log(PageAction("navigate", text: address, effect: "the person went to another page"))
                }
                switch next() {
                case .end?: return
                case .keep?:
                    guard kept < Self.mostKept else {
                        note("what was on the screen was kept \(Self.mostKept) times, and no more")
                        continue
                    }
                    kept += 1
                    try keep(kept)
                case nil: break
                }
            }
        }
        // What a person opens is never the whole of anything.
        result.missingArtifacts = []
        return result
    }

    private func keep(_ number: Int) throws {
        output.progress("keeping what is on the screen")
        if let address = watch.address { output.moved(to: address) }
        let picture = try call("Page.captureScreenshot", ["format": "png"], limit: VisitLimits.picture)
        if let bytes = picture["data"]?.string.flatMap({ Base64.decode($0) }),
            bytes.count <= VisitLimits.imageBytes
        {
            output.artifact(.view, bytes)
        } else {
            note("a picture of the window is larger than \(VisitLimits.imageBytes >> 20) MiB")
        }
        let root = try call("DOM.getDocument", ["depth": 0])["root"]?["nodeId"] ?? .null
        let document = try call("DOM.getOuterHTML", ["nodeId": root, "includeShadowDOM": true])
        if let html = document["outerHTML"]?.string { output.artifact(.dom, Array(html.utf8)) }
        if let text = try run(.readText)["text"]?.string { output.artifact(.text, Array(text.utf8)) }
        log(
            PageAction(
                "keep", text: watch.address, effect: "what was on the screen was kept, number \(number)"))
        output.progress("kept, number \(number)")
    }
}
