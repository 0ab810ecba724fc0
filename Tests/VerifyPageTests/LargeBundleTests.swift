import Bytes
import Foundation
import Hashing
import Sealing
import TestSupport
import Testing
import VectorCases
import Verifier

/// A bundle as large as one with films, in the browser: the page stays alive, takes little memory, and can be stopped.
@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct LargeBundleTests {
    private static let records = 32
    private static let recordBytes = 64 << 20
    /// The bundle, and as much again for whatever else runs.
    private static let bytesNeeded = 5 << 30
    private static let maximumMemory = 300 << 20
    private static let maximumTask = 100.0

    private static var bytesFree: Int {
        let values = try? FileManager.default.attributesOfFileSystem(forPath: NSTemporaryDirectory())
        return (values?[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    }

    /// 2 GiB of films, which do not deflate.
    private static func seal(in folder: TemporaryFolder) throws -> (path: String, officer: String) {
        let maker = try SmallBundle()
        let path = folder.file("films.wacz")
        let writer = try maker.begin(at: path)
        for number in 0..<records {
            let film = try SecureRandom.bytes(recordBytes)
            try writer.append([maker.record("urn:film:\(number)", "video/mp4", film)])
        }
        try maker.seal(writer)
        try folder.write(CertificatePEM.encode(maker.officer.certificate), to: "officer.pem")
        return (path, folder.path)
    }

    private static func codes(_ path: String, _ certificates: String) throws -> Set<String> {
        var anchors = TrustAnchors()
        anchors.roots = try CertificatePEM.decode(
            [UInt8](Data(contentsOf: URL(fileURLWithPath: certificates + "/officer.pem"))))
        let verdict = try BundleVerifier.verify(path: path, options: VerifyOptions(anchors: anchors))
        #expect(verdict.status == .intact)
        return Set(verdict.findings.map(\.code))
    }

    @Test(
        .enabled(if: bytesFree >= bytesNeeded, "needs 5 GiB of free disk in the folder for temporary files"))
    func twoGibibytesAreVerifiedWhileThePageAnswers() async throws {
        let folder = try TemporaryFolder()
        let (path, certificates) = try Self.seal(in: folder)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        #expect((size?.intValue ?? 0) >= 2 << 30)
        let codes = try Self.codes(path, certificates)
        try await OpenPage.with { page in
            try page.set(VectorCase.Options(), certificates: certificates)
            try page.watchTasks()
            let results = try page.check([path])
            #expect(results.map(\.status) == [0])
            #expect(results.map(\.codes) == [codes])
            #expect(try page.evaluate("document.querySelector('article h3').textContent") == "Intact")
            let (memory, task) = (page.peakBytes, try page.longestTask())
            #expect(memory > 0 && memory <= Self.maximumMemory, "\(memory >> 20) MiB")
            #expect(task <= Self.maximumTask, "\(task) ms")

            // Once more, and stopped on the way.
            try page.start()
            try page.wait("document.getElementById('bar').value >= 20")
            #expect(page.workers == 1)
            try page.evaluate("document.getElementById('cancel').click()")
            try page.wait("document.getElementById('problem').textContent !== ''")
            #expect(try page.evaluate("document.querySelectorAll('article').length") == 0)
            try page.waitUntil("the worker has ended") { page.workers == 0 }
            // What was freed can be used again.
            let small = try page.write(KitAgreementTests.read("good_live.wacz"), to: "small.wacz")
            try page.set(VectorCase.Options(), certificates: KitAgreementTests.folder)
            #expect(try page.check([small]).map(\.status) == [0])
            #expect(page.peakBytes <= Self.maximumMemory, "\(page.peakBytes >> 20) MiB")
        }
    }
}
