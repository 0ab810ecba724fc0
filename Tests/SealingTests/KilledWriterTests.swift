import Foundation
import Glibc
import Sealing
import TestSupport
import Testing

/// A writer that is killed loses nothing that its journal tells of.
@Suite(.serialized) struct KilledWriterTests {
    @Test(arguments: 0..<24)
    func leavesAllJournalledRecords(trial: Int) throws {
        let crash = try CrashTrial()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CrashTrial.writer.path)
        process.arguments = ["write", crash.path, "1000000"]
        let dots = Pipe()
        process.standardOutput = dots
        try process.run()
        // The moment is a number of rounds, and whatever the writer does until the signal arrives.
        var rounds = trial == 0 ? 0 : Int.random(in: 1...(trial * 4))
        while rounds > 0 { rounds -= dots.fileHandleForReading.readData(ofLength: 1).count }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        try crash.expectNothingLost("killed after \(rounds) rounds")
    }
}
