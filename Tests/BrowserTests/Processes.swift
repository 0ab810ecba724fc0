import Files
import Glibc
import Storage

@testable import Browser

/// The processes of a browser, as the system lists them.
enum Processes {
    /// Those that still run and name this profile on their command line, or belong to this process group.
    static func of(profile: String, group: Int32 = 0) -> [Int32] {
        let numbers = (try? Folder.names(in: "/proc"))?.compactMap { Int32($0) } ?? []
        return numbers.filter { number in
            guard let state = ProcessEntry.status(number, "State"), !state.hasPrefix("Z") else {
                return false
            }
            return ProcessEntry.commandLine(number).contains(profile)
                || (group > 0 && ProcessEntry(number)?.group == group)
        }
    }

    static func family(of root: Int32) -> [Int32] {
        let family = ProcessFamily()
        family.gather(root: root, profile: "no such profile")
        return family.numbers
    }

    static func renderers(of root: Int32) -> [Int32] {
        family(of: root).filter { ProcessEntry.commandLine($0).contains("--type=renderer") }
    }

    static func killRenderers(of root: Int32) {
        for number in renderers(of: root) { kill(number, SIGKILL) }
    }
}
