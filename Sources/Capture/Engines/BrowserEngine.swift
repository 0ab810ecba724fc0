import Browser
import Bytes
import Evidence
import Messages
import Sealing
import Sessions
import Wire

/// Captures one page with the browser, behind a recording proxy of its own.
struct BrowserEngine {
    let request: CaptureRequest
    let settings: WireSettings
    let recorder: BundleRecorder
    let writer: BundleWriter
    let control: CaptureControl
    let progress: @Sendable (String) -> Void

    /// How long answers that are on their way when the page is done may take to end.
    private static let graceSeconds = 1.0

    /// With `person` a person navigates, and tells step by step what to keep.
    func run(
        _ browser: Chromium, _ authority: ThrowAwayAuthority, person: (() -> PersonStep?)? = nil
    ) throws -> EngineResult {
        let proxy = try RecordingProxy.start(
            settings, authority: authority, recorder: recorder, explainsFailures: false)
        let output = ArtifactWriter(self) { proxy.expectEnd() }
        let stop = VisitStop()
        let stopping = control.whenStopped { stop.stop() }
        defer { stopping.end() }
        let visit = visit(through: proxy, until: stop)
        let result =
            person.map { browser.open(visit, output: output, next: $0) }
            ?? browser.visit(visit, output: output)
        try proxy.finish(graceSeconds: control.isStopped ? 0 : Self.graceSeconds)
        if let error = output.error { throw error }
        var engine = EngineResult()
        engine.final = result.finalAddress
        engine.title = result.title.map(Self.cut)
        engine.status = result.mainStatus
        engine.failure = result.failure
        engine.interruption =
            result.interruption
            ?? (person == nil
                ? Self.missing(result.missingArtifacts) : "what the officer opened, and nothing else")
        engine.reached = result.reachedLimits
        // Without a page there is nothing to picture, and the failure says so.
        if result.failure == nil { engine.reached += result.missingArtifacts.map { "missing: \($0)" } }
        engine.browser = result.facts
        engine.product = browser.version.product
        return engine
    }

    private func visit(through proxy: RecordingProxy, until stop: VisitStop) -> Visit {
        var visit = Visit(
            address: request.address.text + fragment, proxyPort: UInt16(truncatingIfNeeded: proxy.port),
            now: settings.clock.now)
        visit.stop = stop
        visit.timeLimit = .seconds(request.timeLimitSeconds)
        visit.viewport = Viewport(width: request.browser.width, height: request.browser.height)
        visit.locale = request.browser.locale
        visit.timeZone = request.browser.timeZone
        visit.userAgent = request.browser.userAgent
        visit.cookies = request.profile?.cookies.map(\.parameters) ?? []
        return visit
    }

    /// A page may show another post for another fragment; it goes to the browser and never to the server.
    private var fragment: Substring {
        request.target.firstIndex(of: "#").map { request.target[$0...] } ?? ""
    }

    /// A capture without one of its pictures or documents is partial.
    private static func missing(_ artifacts: [String]) -> String? {
        artifacts.isEmpty ? nil : "not all could be recorded: \(artifacts.joined(separator: "; "))"
    }

    /// As much of a title as a bundle takes, whole characters.
    private static func cut(_ title: String) -> String {
        var cut = title
        while cut.utf8.count > BundleLimits.titleBytes {
            cut.removeLast(max(1, (cut.utf8.count - BundleLimits.titleBytes) / 8))
        }
        return cut
    }
}
