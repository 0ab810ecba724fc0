import Foundation
import Threads

/// Lets one test at a time use Chromium: suites run side by side, and two browsers on two cores time each other out.
public enum BrowserGate {
    private static let isTaken = Monitor(false)

    /// Where the browser is, for `.enabled(if:)`.
    public static let path = "/usr/lib/chromium/chromium"

    public static var hasChromium: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Runs `body` on a thread of its own, once no other test has the browser.
    ///
    /// The thread is one of ours since the browser's calls block.
    public static func use<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws
        -> Result
    {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try BlockingThread.start(stackBytes: 4 << 20) {
                    let isOurs: Bool? = isTaken.wait(until: .after(.seconds(900))) { isTaken in
                        if isTaken { return nil }
                        isTaken = true
                        return true
                    }
                    guard isOurs == true else { return continuation.resume(throwing: GateError()) }
                    let result = Swift.Result { try body() }
                    isTaken.change { $0 = false }
                    continuation.resume(with: result)
                }.detach()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    struct GateError: Error {}
}
