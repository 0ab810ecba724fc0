import Foundation
import Sealing
import TestSupport
import Testing

/// A writer, or a recovery, that dies or is refused at each of its system calls.
@Suite(.enabled(if: Strace.isAvailable, "needs strace")) struct FaultInjectionTests {
    /// The calls that change something on the disk.
    private static let calls = ["pwrite64", "fsync", "fdatasync", "ftruncate", "renameat2", "unlink"]

    @Test(arguments: calls) func killedWriterLosesNothing(call: String) throws {
        let total = try Self.count(call, of: "write", rounds: 4) { _ in }
        for number in 1...max(1, total) where total > 0 {
            let crash = try CrashTrial()
            let outcome = try Strace.run(
                CrashTrial.writer, ["write", crash.path, "4"], "\(call):signal=KILL:when=\(number)")
            #expect(outcome.status == -9 || outcome.status == 137 || outcome.status == 0)
            try crash.expectNothingLost("killed at \(call) \(number) of \(total)")
        }
    }

    @Test(arguments: ["pwrite64", "fsync", "fdatasync", "renameat2", "ftruncate"])
    func writerWithAFullDiskSaysSoAndLosesNothing(call: String) throws {
        let total = try Self.count(call, of: "write", rounds: 4) { _ in }
        for number in 1...max(1, total) where total > 0 {
            let crash = try CrashTrial()
            let outcome = try Strace.run(
                CrashTrial.writer, ["write", crash.path, "4"], "\(call):error=ENOSPC:when=\(number)+")
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains("no space left on device"), "\(outcome.errors)")
            try crash.expectNothingLost("full at \(call) \(number) of \(total)")
        }
    }

    @Test(arguments: calls) func killedRecoveryIsRunAgain(call: String) throws {
        let total = try Self.count(call, of: "recover", rounds: 4) { try Self.leave($0) }
        for number in 1...max(1, total) where total > 0 {
            let crash = try CrashTrial()
            try Self.leave(crash)
            try crash.expectNothingLost("killed at \(call) \(number) of \(total)") { crash in
                _ = try Strace.run(
                    CrashTrial.writer, ["recover", crash.path], "\(call):signal=KILL:when=\(number)")
            }
        }
    }

    /// What a writer leaves that is killed when it begins to seal.
    private static func leave(_ crash: CrashTrial) throws {
        _ = try Strace.run(CrashTrial.writer, ["write", crash.path, "4"], "renameat2:signal=KILL:when=1")
    }

    /// How often a run makes a call.
    private static func count(
        _ call: String, of command: String, rounds: Int, prepare: (CrashTrial) throws -> Void
    ) throws -> Int {
        let crash = try CrashTrial()
        try prepare(crash)
        let arguments = command == "write" ? [command, crash.path, "\(rounds)"] : [command, crash.path]
        return try Strace.count(call, CrashTrial.writer, arguments)
    }
}
