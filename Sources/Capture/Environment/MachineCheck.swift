import Browser
import Bytes
import Files
import Glibc
import Hashing
import Storage

/// What a capture needs of this machine, looked at one by one.
public struct MachineCheck: Sendable {
    public enum Standing: Sendable {
        case good
        /// Captures work, with a limit.
        case weak
        /// Nothing can be captured, or only with `--engine fetch`.
        case missing
    }

    public let name: String
    public let standing: Standing
    /// What was found, in plain English.
    public let found: String
    /// Debian's packages that mend it.
    public let packages: [String]
    /// What to do where packages do not help.
    public let advice: String?

    private init(
        _ name: String, _ standing: Standing, _ found: String, packages: [String] = [], advice: String? = nil
    ) {
        self.name = name
        self.standing = standing
        self.found = found
        self.packages = packages
        self.advice = advice
    }

    /// All checks; starts Chromium once.
    public static func all() -> [MachineCheck] {
        [browser(), fonts(), authorities(), cryptography(), clock(), disk()]
    }

    private static func browser() -> MachineCheck {
        do {
            let browser = try Chromium.launch()
            defer { browser.close() }
            return MachineCheck(
                "browser", .good, "\(SafeText.escaped(browser.version.product)) starts in its sandbox")
        } catch {
            let packages = if case .notInstalled = error { ["chromium"] } else { [] as [String] }
            return MachineCheck("browser", .missing, error.description, packages: packages)
        }
    }

    /// A folder of each of Debian's font packages that together have a glyph for every script and for emoji.
    private static let fontPackages = [
        ("fonts-liberation", "/usr/share/fonts/truetype/liberation"),
        ("fonts-noto-core", "/usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf"),
        ("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
        ("fonts-noto-color-emoji", "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"),
    ]

    private static func fonts() -> MachineCheck {
        let missing = fontPackages.filter { !Folder.exists($0.1) }.map(\.0)
        return missing.isEmpty
            ? MachineCheck("fonts", .good, "every script and emoji can be shown")
            : MachineCheck(
                "fonts", .weak, "some scripts or emoji would be empty boxes in screenshots", packages: missing
            )
    }

    private static func authorities() -> MachineCheck {
        Folder.exists("/etc/ssl/certs/ca-certificates.crt")
            ? MachineCheck("authorities", .good, "the system's trust store is there")
            : MachineCheck(
                "authorities", .missing, "no server's certificate can be verified",
                packages: ["ca-certificates"])
    }

    private static func cryptography() -> MachineCheck {
        OpenSSLVersion.isSafe
            ? MachineCheck("OpenSSL", .good, OpenSSLVersion.text)
            : MachineCheck(
                "OpenSSL", .weak, "\(OpenSSLVersion.text) has known faults in reading signatures",
                packages: ["libssl3"])
    }

    private static func clock() -> MachineCheck {
        switch SystemFacts.isClockSynchronised {
        case true?: MachineCheck("clock", .good, "kept by a time server")
        case false?:
            MachineCheck(
                "clock", .weak, "kept by no time server; each bundle says so", packages: ["systemd-timesyncd"]
            )
        case nil: MachineCheck("clock", .weak, "the system does not say whether a time server keeps it")
        }
    }

    private static func disk() -> MachineCheck {
        var status = statvfs()
        guard unsafe statvfs(".", &status) == 0 else {
            return MachineCheck("disk", .weak, "the free space here cannot be told")
        }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let text = "\(free >> 20) MiB free here"
        return free >= 2 << 30
            ? MachineCheck("disk", .good, text)
            : MachineCheck("disk", .weak, text, advice: "make room: a long video takes a GiB")
    }
}
