import Browser
public import Evidence
import Hashing
import Synchronization
import Wire

/// The browser of a run of captures: started when the first one needs it, kept for those that follow, started again
/// when it has crashed.
///
/// Each capture has a throw-away authority of its own; a browser must know them all when it is started.
public final class CaptureBrowser: Sendable {
    private let authorities: [ThrowAwayAuthority]
    private let state = Mutex<(browser: Chromium?, used: Int)>((nil, 0))

    /// For so many captures.
    public init(captures: Int, clock: SealingClock) throws {
        authorities = try (0..<max(1, captures)).map { _ in try ThrowAwayAuthority(at: clock.now()) }
    }

    deinit { close() }

    /// The running browser and the authority of the next capture. Throws `CaptureError.browserUnavailable`.
    func next() throws -> (browser: Chromium, authority: ThrowAwayAuthority) {
        try state.withLock { state in
            let authority = authorities[state.used % authorities.count]
            state.used += 1
            if let browser = state.browser, browser.isRunning { return (browser, authority) }
            state.browser?.close()
            let browser = try launch()
            state.browser = browser
            return (browser, authority)
        }
    }

    private func launch() throws(CaptureError) -> Chromium {
        do throws(BrowserError) {
            return try Chromium.launch(
                ChromiumOptions(trustedAuthorities: authorities.map(\.certificate.keyDigest)))
        } catch {
            throw .browserUnavailable(error.description)
        }
    }

    /// Ends the browser; nothing of it stays.
    public func close() {
        state.withLock { state in
            state.browser?.close()
            state.browser = nil
        }
    }
}
