internal import Bytes

/// How the processes that show pages are shut in, as the system says and not as they were asked to be.
enum SandboxFacts {
    /// Of one renderer of the browser: its account, its seccomp mode (2: a filter), whether it can gain rights, and
    /// whether it has a process number space of its own; null when none is seen.
    static func observed(browser: Int32) -> JSONValue {
        let family = ProcessFamily()
        family.gather(root: browser, profile: "\u{0}")
        for number in family.numbers where ProcessEntry.commandLine(number).contains("--type=renderer") {
            guard
                let user = ProcessEntry.status(number, "Uid")?.split(separator: " ").first.flatMap({ Int($0) }
                ),
                let seccomp = ProcessEntry.status(number, "Seccomp").flatMap({ Int($0) })
            else { continue }
            let spaces = ProcessEntry.status(number, "NSpid")?.split(separator: " ").count ?? 1
            return [
                "user": JSONValue(user), "seccomp": JSONValue(seccomp),
                "noNewPrivileges": .bool(ProcessEntry.status(number, "NoNewPrivs") == "1"),
                "ownProcessNumbers": .bool(spaces > 1),
            ]
        }
        return .null
    }
}
