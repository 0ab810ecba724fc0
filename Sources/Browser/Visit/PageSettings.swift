internal import Bytes

/// What is set in a page, and in its frames and workers, before they ask for anything.
struct PageSettings {
    let visit: Visit
    let version: BrowserVersion

    /// What the browser calls itself in this visit.
    var userAgent: String { visit.userAgent ?? version.ownUserAgent }

    /// Of the page itself.
    var forPage: [(String, JSONValue)] {
        [
            ("Page.enable", [:]),
            ("Page.setLifecycleEventsEnabled", ["enabled": true]),
            (
                "Emulation.setDeviceMetricsOverride",
                [
                    "width": JSONValue(visit.viewport.width), "height": JSONValue(visit.viewport.height),
                    "deviceScaleFactor": .number(JSONNumber(visit.viewport.deviceScale)), "mobile": false,
                ]
            ),
        ] + forAll
    }

    /// Of a frame in a process of its own, or a worker. What a kind of target does not have, it refuses.
    var forChildren: [(String, JSONValue)] { [("Page.enable", [:])] + forAll }

    private var forAll: [(String, JSONValue)] {
        [
            // No bodies are kept in the browser: the proxy has them.
            ("Network.enable", ["maxTotalBufferSize": 0, "maxResourceBufferSize": 0, "maxPostDataSize": 0]),
            ("Network.setCacheDisabled", ["cacheDisabled": true]),
            ("Network.setBypassServiceWorker", ["bypass": true]),
            ("Emulation.setUserAgentOverride", userAgentOverride),
            ("Emulation.setLocaleOverride", ["locale": .string(visit.locale)]),
            ("Emulation.setTimezoneOverride", ["timezoneId": .string(visit.timeZone)]),
            // Frames of other sites and workers come to us before they begin.
            ("Target.setAutoAttach", ["autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true]),
        ]
    }

    private var userAgentOverride: JSONValue {
        var members = [
            JSONMember("userAgent", .string(userAgent)),
            JSONMember("acceptLanguage", .string(acceptLanguage)),
        ]
        // With the browser's own name go its own client hints; with another's, none are sent.
        if visit.userAgent == nil {
            members.append(JSONMember("platform", "Linux x86_64"))
            members.append(JSONMember("userAgentMetadata", version.clientHints))
        }
        return .object(members)
    }

    /// `en-GB` asks for `en-GB,en`; the browser adds the weights.
    private var acceptLanguage: String {
        let language = visit.locale.prefix { $0 != "-" }
        return language == visit.locale ? visit.locale : visit.locale + "," + language
    }
}
