import Testing
import Threads

struct MonitorTests {
    @Test func wakesWhoWaitsForAChange() throws {
        let monitor = Monitor(0)
        let thread = try BlockingThread.start { for _ in 0..<100 { monitor.change { $0 += 1 } } }
        let seen = monitor.wait(until: .after(.seconds(30))) { $0 == 100 ? $0 : nil }
        #expect(seen == 100)
        thread.join()
    }

    @Test func givesUpAtTheDeadline() {
        let monitor = Monitor(0)
        let begun = Deadline.now
        #expect(monitor.wait(until: .after(.milliseconds(30))) { $0 > 0 ? true : nil } == nil)
        #expect(Deadline.now.since(begun) >= .milliseconds(30))
        #expect(monitor.wait(until: .now) { $0 == 0 ? "at once" : nil } == "at once")
    }

    @Test func countsTimeWithoutOverflow() {
        #expect(Deadline.after(.seconds(Int64.max)) > .after(.seconds(1_000_000)))
        var far = Deadline.now
        for _ in 0..<10 { far = far.later(by: .seconds(Int64.max)) }
        #expect(far > .after(.seconds(1_000_000)))
        var past = Deadline.now
        for _ in 0..<10 { past = past.later(by: .seconds(-Int64.max)) }
        #expect(past.hasPassed && past.remaining == .zero)
        #expect(Deadline.after(.seconds(-5)).hasPassed)
        #expect(Deadline.after(.seconds(-5)).remaining == .zero)
        #expect(Deadline.after(.microseconds(1)).remainingMilliseconds <= 1)
        #expect(Deadline.after(.seconds(1 << 40)).remainingMilliseconds == Int32.max)
    }
}
