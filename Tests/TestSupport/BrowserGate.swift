import Foundation
import Threads

/// Lets one test at a time use Chromium: suites run side by side, and two browsers on two cores time each other out.
///
/// Everything runs on one thread of its own, since the browser's calls block; it is still the test's own task, so that
/// what a test expects is told under its name.
public actor BrowserGate {
    private static let shared = BrowserGate()
    private let executor = ThreadExecutor()

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Where the browser is, for `.enabled(if:)`.
    public static let path = "/usr/lib/chromium/chromium"

    public static var hasChromium: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Runs `body` once no other test has the browser.
    public static func use<Result: Sendable>(_ body: @Sendable () throws -> Result) async throws -> Result {
        try await shared.run(body)
    }

    private func run<Result: Sendable>(_ body: @Sendable () throws -> Result) throws -> Result { try body() }
}

/// Runs jobs one after the other on one thread, which lives as long as the process.
private final class ThreadExecutor: SerialExecutor {
    private let jobs = Monitor<[UnownedJob]>([])

    init() {
        do {
            try BlockingThread.start(stackBytes: 4 << 20) { [self] in
                while true {
                    let job = jobs.wait(until: .after(.seconds(3600))) { $0.isEmpty ? nil : $0.removeFirst() }
                    unsafe job?.runSynchronously(on: asUnownedSerialExecutor())
                }
            }.detach()
        } catch {
            fatalError("\(error)")
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.change { $0.append(job) }
    }
}
