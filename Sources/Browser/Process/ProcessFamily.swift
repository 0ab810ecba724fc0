internal import CPlatform
internal import Files
import Glibc
import Storage
internal import Threads

/// Holds on the processes of one browser, taken while they run.
///
/// A hold (pidfd) is on a process, not on its number, so that a signal never reaches a later process that was given
/// the same number.
final class ProcessFamily {
    private var holds: [Int32: Int32] = [:]

    /// More than Chromium ever has for a few pages.
    private static let maximumCount = 2048

    deinit { for hold in holds.values { close(hold) } }

    /// The numbers of the processes that are held.
    var numbers: [Int32] { holds.keys.sorted() }

    /// Takes hold of every process that descends from `root`, is in its process group, or names `profile` on its command
    /// line: the crash handlers leave both family and group.
    func gather(root: Int32, profile: String) {
        guard let names = try? Folder.names(in: "/proc") else { return }
        var parents: [Int32: Int32] = [:]
        var members: Set<Int32> = [root]
        for number in names.compactMap({ Int32($0) }) {
            guard let entry = ProcessEntry(number) else { continue }
            parents[number] = entry.parent
            if entry.group == root || ProcessEntry.commandLine(number).contains(profile) {
                members.insert(number)
            }
        }
        for number in parents.keys {
            var ancestor = parents[number]
            var steps = 0
            while let current = ancestor, current > 1, steps < 64 {
                if members.contains(current) {
                    members.insert(number)
                    break
                }
                ancestor = parents[current]
                steps += 1
            }
        }
        // This process is the parent of the root, and no member.
        members.remove(getpid())
        for number in members where holds[number] == nil && holds.count < Self.maximumCount {
            let hold = exhibit_process_open(number)
            if hold >= 0 { holds[number] = hold }
        }
    }

    /// Ends every one of them at once, without asking.
    func kill() { for hold in holds.values { _ = exhibit_process_signal(hold, SIGKILL) } }

    /// Waits until all have ended; false at the deadline.
    func waitForEnd(until deadline: Deadline) -> Bool {
        for hold in holds.values {
            guard ProcessEntry.waitForEnd(hold, until: deadline) else { return false }
        }
        return true
    }
}
