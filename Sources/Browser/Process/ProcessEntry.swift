internal import Files
import Glibc
internal import Threads

/// What the system says of one process.
struct ProcessEntry {
    let parent: Int32
    let group: Int32

    /// Reads `/proc/NUMBER/stat` (proc(5)); nil when there is no such process.
    init?(_ number: Int32) {
        guard let text = Self.file("/proc/\(number)/stat"),
            // The name is in parentheses and may hold anything, so the fields are counted from the last one.
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 3, let parent = Int32(fields[1]), let group = Int32(fields[2]) else {
            return nil
        }
        self.parent = parent
        self.group = group
    }

    /// The arguments of a process, joined by spaces; empty when it has ended or may not be looked at.
    static func commandLine(_ number: Int32) -> String {
        (file("/proc/\(number)/cmdline") ?? "").replacing("\0", with: " ")
    }

    /// The value of one line of `/proc/NUMBER/status`.
    static func status(_ number: Int32, _ name: String) -> String? {
        for line in (file("/proc/\(number)/status") ?? "").split(separator: "\n")
        where line.hasPrefix(name + ":") {
            let words = line.dropFirst(name.count + 1).split { $0 == "\t" || $0 == " " }
            return words.joined(separator: " ")
        }
        return nil
    }

    /// Waits until the process of this hold has ended; false at the deadline.
    static func waitForEnd(_ hold: Int32, until deadline: Deadline) -> Bool {
        while true {
            var entry = pollfd(fd: hold, events: Int16(POLLIN), revents: 0)
            let count = unsafe poll(&entry, 1, deadline.remainingMilliseconds)
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
        }
    }

    /// Files under /proc say that they are empty, so they are read to their end; 64 KiB at most.
    private static func file(_ path: String) -> String? {
        guard let file = try? OpenFile.reading(path), let bytes = try? file.read(at: 0, count: 64 << 10)
        else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
