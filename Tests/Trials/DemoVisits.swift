import Browser
import Bytes
import Capture
import Demo
import Evidence
import Files
import Foundation
import Hashing
import Sealing
import Signing
import Storage
import Wire

/// Captures the demonstration's page several times with one browser, and looks at it as often with the same browser
/// through a tunnel that records nothing; prints the least wall time of each, in seconds.
enum DemoVisits {
    private static let rounds = 5

    /// `tunnel` is a program that takes a port, prints its own, and passes connections on to the port.
    static func run(tunnel: String) throws {
        let clock = SealingClock.system
        let site = try DemoSite.start(at: clock.now())
        let folder = try Folder.makeTemporary(in: "/tmp", prefix: "exhibit-visits-")
        defer { try? Folder.removeTree(folder) }
        let bare = try visits(site, tunnel: tunnel, clock)
        let captures = try captures(site, folder: folder, clock)
        print("\(bare) \(captures)")
    }

    private static func least(_ body: (Int) throws -> Void) rethrows -> Double {
        try (0..<rounds).map { round in
            let begun = clock()
            try body(round)
            return Double(clock() - begun) / 1e9
        }.min() ?? 0
    }

    private static func clock() -> Int64 { SealingClock.system.monotonic() }

    private static func visits(_ site: DemoSite, tunnel: String, _ clock: SealingClock) throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", tunnel, String(site.port)]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        let port = UInt16(line.filter(\.isNumber)) ?? 0
        let browser = try Chromium.launch(ChromiumOptions(trustedAuthorities: [site.authority.keyDigest]))
        defer { browser.close() }
        return least { _ in
            _ = browser.visit(
                Visit(address: DemoSite.address, proxyPort: port, now: clock.now), output: Nothing())
        }
    }

    private static func captures(_ site: DemoSite, folder: String, _ clock: SealingClock) throws -> Double {
        let key = try SigningKey.generateP256()
        let certificate = try CertificateIssue.make(
            .officer, key: key, commonName: "Trial", from: clock.now(), days: 10)
        let officer = OfficerIdentity(key: key, certificate: certificate)
        let browser = try CaptureBrowser(captures: rounds, clock: clock)
        defer { browser.close() }
        return try least { round in
            guard var request = CaptureRequest(target: DemoSite.address, path: "\(folder)/\(round).wacz"),
                let name = NameResolver.Fixed("\(DemoSite.host)=127.0.0.1:\(site.port)")
            else { return }
            request.fixedNames = [name]
            request.upstreamTrust = [site.authority]
            _ = try CaptureRun(
                request, by: officer, clock: clock, control: CaptureControl(), browser: browser
            ) {
                _ in
            }.run()
        }
    }

    /// Takes what a visit makes, and keeps nothing.
    private struct Nothing: VisitOutput {
        func artifact(_ kind: VisitArtifact, _ bytes: [UInt8]) {}
        func action(_ action: JSONValue) {}
        func progress(_ words: String) {}
    }
}
