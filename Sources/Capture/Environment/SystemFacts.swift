import Bytes
import CPlatform
import Evidence
import Files
import Glibc
import Hashing

/// What this machine says of itself.
enum SystemFacts {
    /// As `Debian GNU/Linux 12 (bookworm), Linux 6.1.0-18-amd64 x86_64`.
    static var system: String {
        var names = utsname()
        guard unsafe uname(&names) == 0 else { return "unknown" }
        let kernel = [text(names.sysname), text(names.release), text(names.machine)].joined(separator: " ")
        return distribution.map { $0 + ", " + kernel } ?? kernel
    }

    private static var distribution: String? {
        guard let bytes = try? WholeFile.read("/etc/os-release", maximumBytes: 64 << 10) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("PRETTY_NAME=") }) else { return nil }
        return SafeText.escaped(line.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" }, limit: 100)
    }

    private static func text<Tuple>(_ tuple: Tuple) -> String {
        unsafe withUnsafeBytes(of: tuple) { bytes in
            unsafe SafeText.escaped(Array(bytes.prefix { $0 != 0 }), limit: 100)
        }
    }

    /// Whether the kernel counts the clock as kept by a time server; nil when it does not say.
    static var isClockSynchronised: Bool? {
        let answer = exhibit_clock_is_synchronised()
        return answer < 0 ? nil : answer == 1
    }

    static func software(chromium: String?) -> SoftwareFacts {
        SoftwareFacts(
            exhibit: SoftwareVersion.text, openssl: OpenSSLVersion.text, system: system, chromium: chromium)
    }
}
