internal import Bytes
internal import Threads

extension PageVisit {
    /// Records the page as it came, before anything in it is touched.
    func recordUntouched() throws {
        output.progress("taking the first picture")
        try attempt {
            guard try takePicture(.view, ["format": "png"]) else { return note(Self.tooLarge("the window")) }
        }
        try attempt { try readDocument(.viewDOM) }
    }

    /// Records the page as it is at the end.
    func recordAtEnd() throws {
        output.progress("taking the picture of the whole page")
        try attempt { try takeWholePage() }
        output.progress("saving document and text")
        try attempt { try readDocument(.dom) }
        try attempt { try readText() }
        output.progress("printing the page")
        try attempt { try printPage() }
        try attempt { try readFonts() }
    }

    /// Does one step of the record. What the browser refuses, or gives too much of, is missing in the result. A page that
    /// does not answer may be in a script that never ends: that script is stopped, and the step tried once more.
    private func attempt(_ step: () throws -> Void) throws {
        do {
            try attemptOnce(step)
        } catch BrowserError.noAnswer where !watch.isCrashed && !deadline.hasPassed {
            try wake()
            try attemptOnce(step)
        }
    }

    private func attemptOnce(_ step: () throws -> Void) throws {
        do {
            try step()
        } catch BrowserError.refused(let command, let reason) {
            note(BrowserError.refused(command: command, reason: reason).description)
        } catch BrowserError.answerTooLong(let command) {
            note(BrowserError.answerTooLong(command: command).description)
        }
    }

    // MARK: - Pictures

    private static func tooLarge(_ what: String) -> String {
        "the picture of \(what) is larger than \(VisitLimits.imageBytes >> 20) MiB"
    }

    /// Takes a picture; false when it is too large.
    private func takePicture(_ kind: VisitArtifact, _ parameters: JSONValue) throws -> Bool {
        do {
            let answer = try call("Page.captureScreenshot", parameters, limit: VisitLimits.picture)
            guard let text = answer["data"]?.string, let bytes = Base64.decode(text),
                bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count <= VisitLimits.imageBytes
            else { return false }
            deliver(kind, bytes)
            return true
        } catch BrowserError.answerTooLong {
            return false
        }
    }

    private func takeWholePage() throws {
        let size = try call("Page.getLayoutMetrics")["cssContentSize"]
        let scale = visit.viewport.deviceScale
        let whole = (width: size?["width"]?.double ?? 0, height: size?["height"]?.double ?? 0)
        guard whole.width >= 1, whole.height >= 1 else { return }
        pageHeight = whole.height
        let width = min(whole.width, Double(VisitLimits.imageWidth) / scale)
        var height = min(whole.height, (Double(VisitLimits.imageHeight) / scale).rounded(.down))
        // A picture that is too large is taken again, of half the height.
        for _ in 0..<4 {
            let isTaken = try takePicture(
                .fullPage,
                [
                    "format": "png", "captureBeyondViewport": true,
                    "clip": [
                        "x": 0, "y": 0, "width": .number(JSONNumber(width)),
                        "height": .number(JSONNumber(height)),
                        "scale": 1,
                    ],
                ])
            if isTaken {
                if height < whole.height {
                    note(
                        "the picture of the whole page shows the upper \(Int(height)) of \(pixels(whole.height)) pixels"
                    )
                }
                return
            }
            height = max(1, (height / 2).rounded(.down))
        }
        note(Self.tooLarge("the whole page"))
    }

    /// A length that a page gave, for people.
    private func pixels(_ length: Double) -> String { length < 1e9 ? String(Int(length)) : "very many" }

    // MARK: - Document and text

    private func readDocument(_ kind: VisitArtifact) throws {
        let page = try run(.readPage)
        result.title = page["title"]?.string.map { String($0.prefix(4096)) } ?? result.title
        guard page["htmlLength"]?.integer ?? 0 <= VisitLimits.documentUnits else {
            return note("the document is longer than \(VisitLimits.documentUnits >> 20) Mi characters")
        }
        let root = try call("DOM.getDocument", ["depth": 0])["root"]?["nodeId"] ?? .null
        let answer = try call("DOM.getOuterHTML", ["nodeId": root, "includeShadowDOM": true])
        if let html = answer["outerHTML"]?.string { deliver(kind, Array(html.utf8)) }
    }

    private func readText() throws {
        let answer = try run(.readText)
        guard let text = answer["text"]?.string else { return }
        deliver(.text, Array(text.utf8))
        let units = text.utf16.count
        if let length = answer["length"]?.integer, length > units {
            note("the visible text has the first \(units) of \(length) characters")
        }
    }

    // MARK: - Print

    /// Printing a page that is too long keeps the browser busy for minutes, so that one is not tried.
    private func printPage() throws {
        guard pageHeight <= VisitLimits.printedHeight else {
            return note(
                "the page is longer than \(Int(VisitLimits.printedHeight)) pixels, and was not printed")
        }
        do {
            try printAll()
        } catch BrowserError.noAnswer where !watch.isCrashed && !deadline.hasPassed {
            note("the page was not printed within \(VisitLimits.printing.components.seconds) s")
        }
    }

    private func printAll() throws {
        let answer = try call(
            "Page.printToPDF", ["transferMode": "ReturnAsStream", "printBackground": true],
            limit: VisitLimits.printing)
        guard let stream = answer["stream"] else { return }
        defer { client.post("IO.close", ["handle": stream], session: watch.session) }
        let outcome = try DevToolsStream.read(maximumBytes: VisitLimits.pdfBytes) {
            () throws(BrowserError) in try call("IO.read", ["handle": stream, "size": 1_048_576])
        }
        switch outcome {
        case .whole(let bytes): if bytes.starts(with: Array("%PDF-".utf8)) { deliver(.pdf, bytes) }
        case .tooLong: note("the printed page is larger than \(VisitLimits.pdfBytes >> 20) MiB")
        case .broken: return
        }
    }
}
