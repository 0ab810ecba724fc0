import Evidence
import Wire

/// Captures one address without a browser.
enum FetchEngine {
    static let userAgent = "exhibit/\(SoftwareVersion.text) (evidence capture, without a browser)"

    static func run(
        _ request: CaptureRequest, _ settings: WireSettings, _ recorder: BundleRecorder,
        _ control: CaptureControl
    )
        throws -> EngineResult
    {
        let fetcher = try DirectFetcher(
            settings, recorder: recorder, userAgent: request.browser.userAgent ?? userAgent,
            language: request.browser.locale, cookies: request.cookies)
        let watch = control.whenStopped { fetcher.stop() }
        defer { watch.end() }
        let result = try fetcher.fetch(request.address)
        var engine = EngineResult()
        engine.final = result.final
        engine.status = result.status
        if result.status == nil {
            engine.failure = result.failure
        } else {
            engine.interruption = result.failure
        }
        return engine
    }
}
