internal import Bytes
internal import Threads

extension PageVisit {
    /// Which fonts the text was drawn with; a page of very many elements is asked about a part of them.
    ///
    /// The browser's style inspector asks for the style sheets again. So that no request is recorded which the page did
    /// not make, the page is cut off from the network first; this is the last thing that is done with it.
    func readFonts() throws {
        _ = try call("Network.setBlockedURLs", ["urls": ["*"]])
        _ = try call("DOM.enable")
        _ = try call("CSS.enable")
        defer {
            client.post("CSS.disable", session: watch.session)
            client.post("DOM.disable", session: watch.session)
        }
        let root = try call("DOM.getDocument", ["depth": 0])["root"]?["nodeId"] ?? .null
        let nodes =
            try call("DOM.querySelectorAll", ["nodeId": root, "selector": "body, body *"])["nodeIds"]?.array
            ?? []
        let stride = max(1, (nodes.count + VisitLimits.fontElements - 1) / VisitLimits.fontElements)
        var sent: [DevToolsClient.Sent] = []
        for (place, node) in nodes.enumerated() where place.isMultiple(of: stride) {
            sent.append(
                try client.send(
                    "CSS.getPlatformFontsForNode", ["nodeId": node], session: watch.session, until: deadline))
        }
        var names: Set<String> = []
        for command in sent {
            // An element that has gone since is refused.
            let answer = try client.answerUnlessRefused(
                command, until: min(deadline, .after(VisitLimits.command)))
            for font in answer?["fonts"]?.array ?? [] where names.count < VisitLimits.fonts {
                guard let name = font["familyName"]?.string else { continue }
                names.insert(
                    String(name.prefix(100)) + (font["isCustomFont"]?.bool == true ? " (of the page)" : ""))
            }
        }
        fonts = names.sorted()
        areFontsComplete = stride == 1 && names.count < VisitLimits.fonts
    }

    /// The object `browser` of `capture.json`.
    func facts() -> JSONValue {
        let renderer = SandboxFacts.observed(browser: browser.process.number)
        return [
            "product": .string(browser.version.product), "revision": .string(browser.version.revision),
            "userAgent": .string(settings.userAgent), "ownUserAgent": .string(browser.version.userAgent),
            "viewport": [
                "width": JSONValue(visit.viewport.width), "height": JSONValue(visit.viewport.height),
            ],
            "deviceScale": .number(JSONNumber(visit.viewport.deviceScale)),
            "locale": .string(visit.locale), "timeZone": .string(visit.timeZone),
            "fonts": .array(fonts.map(JSONValue.string)), "fontsComplete": .bool(areFontsComplete),
            "touched": .bool(visit.isTouched), "cache": "disabled", "serviceWorkers": "bypassed",
            "account": JSONValue(browser.account.user), "sandbox": renderer,
            "flags": .array(browser.flags.map(JSONValue.string)),
        ]
    }
}
