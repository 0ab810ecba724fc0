import Synchronization

/// What the connections of one proxy share.
final class ProxyParts: Sendable {
    let settings: WireSettings
    /// Whether a client is told in an answer of the proxy's own why there is none. A browser would show that as the server's
    /// page; without it the browser is told of a connection that ended.
    let explainsFailures: Bool
    let authority: ThrowAwayAuthority
    let recorder: any WireRecorder
    let connector: UpstreamConnector
    let exchange: Exchange
    let running = RunningChannels()
    /// Client connections that are served; more than so many at once are refused.
    let activity = Activity(limit: 256)
    /// Exchanges that run.
    let exchanges = Activity(limit: 1 << 20)
    private let firstError = Mutex<(any Error)?>(nil)

    init(
        _ settings: WireSettings, authority: ThrowAwayAuthority, recorder: any WireRecorder,
        explainsFailures: Bool
    ) throws {
        self.settings = settings
        self.explainsFailures = explainsFailures
        self.authority = authority
        self.recorder = recorder
        connector = try UpstreamConnector(settings, recorder: recorder, running: running)
        exchange = Exchange(
            settings: settings, recorder: recorder, budget: CaptureBudget(bytes: settings.captureBytes),
            running: running)
    }

    /// The recorder failed: nothing more may pass.
    func fail(_ error: any Error) {
        firstError.withLock { if $0 == nil { $0 = error } }
        running.stop()
    }

    var recorderError: (any Error)? { firstError.withLock { $0 } }
}
