import ArgumentParser
import Bytes
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
        try tellUnsealed()
        let packages = checks.flatMap(\.packages)
        if !packages.isEmpty {
            let prefix = geteuid() == 0 ? "" : "sudo "
            Output.write(
                "\nThis line mends it:\n  \(prefix)apt-get install \(packages.joined(separator: " "))\n")
        }
        guard !checks.contains(where: { $0.standing == .missing }) else { throw ExitStatus.unavailable.code }
    }

    private func tellUnsealed() throws {
        let left = try UnsealedCaptures.list(VaultOptions.folder(nil))
        guard !left.isEmpty else { return }
        let what =
            left.count == 1
            ? "1 capture was stopped and is not sealed"
            : "\(left.count) captures were stopped and are not sealed"
        Output.write("weak     captures     \(what); seal what is left with: exhibit recover\n")
        for path in left.prefix(20) {
            Output.write("                      \(SafeText.escaped(path, limit: 4096))\n")
        }
    }

    private func tellKey() throws {
        let isThere = try OfficerKey.folder().state == .complete
        Output.write(
            isThere
                ? "ok       key          there is a key to sign with\n"
                : "weak     key          there is no key to sign with yet; make one with: exhibit init\n")
    }
}
