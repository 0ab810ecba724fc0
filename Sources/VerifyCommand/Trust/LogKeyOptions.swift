public import ArgumentParser
public import CustodyCheck
import TransparencyLogs

/// The keys of custody logs and of their witnesses that whoever verifies trusts.
public struct LogKeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The key of the custody log, as its force told it. Repeatable.", valueName: "KEY"))
    var log: [String] = []
    @Option(help: ArgumentHelp("The key of a witness that you trust. Repeatable.", valueName: "KEY"))
    var witness: [String] = []

    public init() {}

    public func validate() throws {
        guard log.allSatisfy({ NoteVerifierKey($0)?.kind == .ed25519 }) else {
            throw ValidationError("--log: must be like NAME+12345678+…, the key of a log")
        }
        guard witness.allSatisfy({ NoteVerifierKey($0)?.kind == .cosignature }) else {
            throw ValidationError("--witness: must be like NAME+12345678+…, the key of a witness")
        }
    }

    public var trust: CustodyTrust {
        CustodyTrust(
            logs: log.compactMap { NoteVerifierKey($0) },
            witnesses: witness.compactMap { NoteVerifierKey($0) })
    }
}
