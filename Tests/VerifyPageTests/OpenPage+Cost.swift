import Bytes
import Foundation
import Threads

@testable import Browser

/// What the page takes, as the system and the browser tell it.
extension OpenPage {
    /// The processes that run pages.
    private var renderers: [Int32] {
        let family = ProcessFamily()
        family.gather(root: processNumber, profile: "--no such folder--")
        return family.numbers.filter { ProcessEntry.commandLine($0).contains("--type=renderer") }
    }

    /// The most memory that one of them has had resident until now, with the browser's own program in it.
    var peakBytes: Int {
        renderers.compactMap { ProcessEntry.status($0, "VmHWM")?.split(separator: " ").first }
            .compactMap { Int($0) }.max().map { $0 << 10 } ?? 0
    }

    /// How many workers run: each has a thread of its own, under this name.
    var workers: Int {
        renderers.flatMap { number in
            let folder = "/proc/\(number)/task"
            let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return threads.map {
                (try? String(contentsOfFile: "\(folder)/\($0)/comm", encoding: .utf8)) ?? ""
            }
        }.filter { $0.hasPrefix("DedicatedWorker") }.count
    }

    /// Looks from now on at how long tasks of the page's own thread take.
    func watchTasks() throws {
        try evaluate(
            """
            globalThis.longest = 0;
            new PerformanceObserver((list) => {
              for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
            }).observe({ type: "longtask" });
            """)
    }

    /// The longest task since then, in whole milliseconds; those below 50 are not told.
    func longestTask() throws -> Double {
        Double(try evaluate("Math.ceil(longest)").integer ?? .max)
    }

    /// Waits for something that the page itself does not tell.
    func waitUntil(_ words: String, _ isDone: () -> Bool) throws {
        let until = Deadline.after(.seconds(20))
        while !isDone() {
            guard !until.hasPassed else { throw Failure(words: "not in time: \(words)") }
            usleep(20_000)
        }
    }
}
