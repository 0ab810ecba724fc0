import ArgumentParser
import Capture
import Glibc
import OfficerKeys
import Sealing
import Synchronization
import Threads
import VerifyCommand

/// `exhibit doctor`: what is missing on this machine.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See what captures need and this machine lacks, and the line that mends it.",
        discussion: "Status 0 when captures work, 69 when something that they need is missing.")

    func run() throws {
        let found = Mutex<[MachineCheck]>([])
        try BlockingThread.run {
            let checks = MachineCheck.all()
            found.withLock { $0 = checks }
        }
        let checks = found.withLock { $0 }
        for check in checks {
            let mark =
                switch check.standing {
                case .good: "ok     "
                case .weak: "weak   "
                case .missing: "MISSING"
                }
            let name = check.name + String(repeating: " ", count: max(0, 12 - check.name.count))
            Output.write("\(mark)  \(name) \(check.found)\n")
            if let advice = check.advice { Output.write("                      \(advice)\n") }
        }
        try tellKey()
        let packages = checks.flatMap(\.packages)
        if !packages.isEmpty {
            let prefix = geteuid() == 0 ? "" : "sudo "
            Output.write(
                "\nThis line mends it:\n  \(prefix)apt-get install \(packages.joined(separator: " "))\n")
        }
        guard !checks.contains(where: { $0.standing == .missing }) else { throw ExitStatus.unavailable.code }
    }

    private func tellKey() throws {
        let isThere = try OfficerKey.folder().state == .complete
        Output.write(
            isThere
                ? "ok       key          there is a key to sign with\n"
                : "weak     key          there is no key to sign with yet; make one with: exhibit init\n")
    }
}
