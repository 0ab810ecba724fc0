import Bytes
import Capture
import Demo
import Evidence
import Files
import Hashing
import Sealing
import Signing
import Storage
import Verifier
import VerifyCommand
import Wire

/// The steps of the demonstration, each told as it is done.
struct DemoRun {
    let folder: String
    let control: CaptureControl

    /// Throws one clear line when a step does not end as it must.
    func run() throws {
        let clock = SealingClock.system
        let officer = try officer(clock)
        let site = try DemoSite.start(at: clock.now())
        defer { site.stop() }
        Output.write("1. A post site with TLS runs on this machine, at 127.0.0.1:\(site.port).\n")
        Output.write("   It calls itself \(DemoSite.host); nobody in its post is real.\n\n")

        let report = try capture(site, officer, clock)
        let facts = report.facts
        Output.write("2. Captured \(DemoSite.address)\n   with \(facts.software.chromium ?? "Chromium"):")
        Output.write(
            " \(facts.outcome.words), \(Counted.text(facts.exchanges, "answer")), \(Counted.text(facts.connections, "connection")).\n"
        )
        Output.write("   Sealed in \(report.path)\n\n")
        guard facts.outcome.kind == .captured else {
            throw CommandError(.software, "the demonstration's post was not read: \(facts.outcome.reason)")
        }

        Output.write("3. Verified, with the officer's certificate as what is trusted:\n\n")
        var anchors = TrustAnchors()
        anchors.certificates = [officer.certificate.digest]
        let options = VerifyOptions(anchors: anchors)
        let verdict = try BundleVerifier.verify(path: report.path, options: options)
        Output.write(VerdictText.report(verdict, name: report.path))
        guard verdict.status == .intact else {
            throw CommandError(.software, "the demonstration's bundle does not verify")
        }

        let copy = folder + "/changed.wacz"
        let place = try changeOneByte(of: report.path, into: copy)
        Output.write("\n4. In a copy, one bit of byte \(place) was changed. Verified again:\n\n")
        let second = try BundleVerifier.verify(path: copy, options: options)
        Output.write(VerdictText.report(second, name: copy))
        guard second.status == .notAsSealed else {
            throw CommandError(.software, "the changed byte was not found")
        }
        Output.write("\nThe files are in \(folder):\n")
        for name in try Folder.names(in: folder) { Output.write("  \(folder)/\(name)\n") }
        Output.write(
            "Look into the bundle with:\n  exhibit show \(report.path) --trust \(folder)/officer.pem\n")
    }

    /// A key for this demonstration alone; it is not kept.
    private func officer(_ clock: SealingClock) throws -> OfficerIdentity {
        let key = try SigningKey.generateP256()
        let certificate = try CertificateIssue.make(
            .officer, key: key, commonName: "Demonstration", organization: "Nobody's force",
            from: clock.now(),
            days: 3650)
        try WholeFile.create(folder + "/officer.pem", CertificatePEM.encode(certificate), mode: 0o644)
        return OfficerIdentity(key: key, certificate: certificate)
    }

    private func capture(_ site: DemoSite, _ officer: OfficerIdentity, _ clock: SealingClock) throws
        -> CaptureReport
    {
        guard
            var request = CaptureRequest(
                target: DemoSite.address,
                path: folder + "/" + BundleName.suggested(for: DemoSite.address, at: clock.now())),
            let name = NameResolver.Fixed("\(DemoSite.host)=127.0.0.1:\(site.port)")
        else { throw CommandError(.software, "the demonstration has no address") }
        request.fixedNames = [name]
        request.upstreamTrust = [site.authority]
        request.note = "Captured to show what the program does."
        let browser = try CaptureBrowser(captures: 1, clock: clock)
        defer { browser.close() }
        let line = StatusLine()
        defer { line.clear() }
        return try CaptureRun(request, by: officer, clock: clock, control: control, browser: browser) {
            line.show($0)
        }.run()
    }

    /// A copy with one bit of one byte of the page's own answer changed; gives the place of the byte.
    private func changeOneByte(of path: String, into copy: String) throws -> Int {
        var bytes = try WholeFile.read(path, maximumBytes: 1 << 30)
        let place = bytes.count / 3
        bytes[place] ^= 1
        try WholeFile.create(copy, bytes)
        return place
    }
}
