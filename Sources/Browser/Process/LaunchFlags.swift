internal import Bytes
import Glibc
internal import Hashing

/// The command line of Chromium.
enum LaunchFlags {
    /// What the browser itself asks for in the background goes nowhere: nothing listens at this port (discard, RFC 863).
    /// Pages have a proxy of their own, each in its browser context.
    static let sink = "http://127.0.0.1:9"

    /// Below this much shared memory Chromium's own start script keeps away from it.
    private static let smallSharedMemory: UInt64 = 3_800_000_000

    static func list(_ options: ChromiumOptions) -> [String] {
        var flags = [
            // Commands come over descriptors 3 and 4, so that no other user of the machine can give any.
            "--remote-debugging-pipe",
            "--no-first-run", "--no-startup-window", "--hide-scrollbars", "--mute-audio",
            // No GPU process to wait for; pictures do not depend on the machine's graphics.
            "--disable-gpu", "--force-color-profile=srgb",
            "--proxy-server=\(sink)",
            // Without this a page on loopback would be asked for past the proxy.
            "--proxy-bypass-list=<-loopback>",
            "--disable-quic",
            // An address that says http is asked for by http, not by https first.
            "--disable-features=HttpsUpgrades",
            // WebRTC would send UDP past the proxy.
            "--webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--disable-background-networking", "--disable-component-update", "--disable-extensions",
            "--disable-breakpad", "--disable-sync", "--no-pings",
            // Pages that nobody looks at keep their timers and frames.
            "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding",
        ]
        if options.display == nil { flags.insert("--headless", at: 0) }
        if hasSmallSharedMemory { flags.append("--disable-dev-shm-usage") }
        if !options.trustedAuthorities.isEmpty {
            let pins = options.trustedAuthorities.prefix(64).map { Base64.encode($0.bytes) }
            flags.append("--ignore-certificate-errors-spki-list=" + pins.joined(separator: ","))
        }
        return flags
    }

    static func profile(_ folder: String) -> String { "--user-data-dir=" + folder }

    /// The whole environment of the browser: nothing of ours can turn its traffic, keys or code.
    static func environment(profile: String, _ options: ChromiumOptions) -> [String] {
        var environment = ["PATH=/usr/bin:/bin", "HOME=" + profile, "TMPDIR=" + profile, "LANG=C.UTF-8"]
        if let display = options.display {
            environment.append("DISPLAY=" + display.name)
            if let authority = display.authority { environment.append("XAUTHORITY=" + authority) }
        }
        return environment
    }

    private static var hasSmallSharedMemory: Bool {
        var status = statvfs()
        guard unsafe statvfs("/dev/shm", &status) == 0 else { return true }
        let (free, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(
            by: UInt64(status.f_frsize))
        return !overflow && free < smallSharedMemory
    }
}
