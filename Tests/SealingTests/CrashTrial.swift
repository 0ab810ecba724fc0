import Bytes
import Evidence
import Foundation
import Glibc
import Hashing
import Sealing
import TestSupport
import Testing
import Verifier
import VerifyCommand

/// A bundle whose writer is killed, and what must be true of what it left.
struct CrashTrial {
    let folder: TemporaryFolder
    let path: String

    static let writer = Tool(path: Package.products + "/record-writer")

    init(folder: TemporaryFolder, path: String) {
        self.folder = folder
        self.path = path
    }

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("post.wacz")
    }

    /// Whole lines of records in the journal; nil when there is none.
    var journalled: Int? {
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path + ".partial.journal")) else {
            return nil
        }
        return [UInt8](bytes).split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            .count { $0.starts(with: #"{"salt":"#.utf8) }
    }

    /// Seals what is whole, and checks that each record of the journal is in the bundle, and that the bundle is intact.
    ///
    /// `first` is an attempt that is allowed to die. Looked at once only: a program that another test starts holds the
    /// journal's lock for the moment between its fork and its exec.
    func expectNothingLost(_ circumstance: String, first: (CrashTrial) throws -> Void = { _ in }) throws {
        let lines = journalled
        waitForTheDead()
        try first(self)
        waitForTheDead()
        if journalled != nil, case .records(let bundle) = try BundleRecovery.look(at: path + ".partial") {
            #expect(bundle.records == lines, "\(circumstance)")
            #expect(bundle.disagreeing == 0 && bundle.dropped == 0, "\(circumstance)")
            let maker = try SmallBundle()
            let pem = Data(CertificatePEM.encode(maker.officer.certificate))
            try pem.write(to: URL(fileURLWithPath: path + ".pem"))
            try bundle.seal(by: maker.officer, clock: maker.clock)
        }
        guard FileManager.default.fileExists(atPath: path) else {
            #expect((lines ?? 0) < 3, "\(circumstance): there is no bundle")
            return
        }
        let verdict = try verify()
        #expect(verdict.status == .intact, "\(circumstance): \(VerdictText.report(verdict, name: path))")
        if let lines { #expect(verdict.subject.records == lines, "\(circumstance)") }
    }

    /// Returns when nobody holds the journal's lock: strace ends a moment before the process that it killed has let go.
    func waitForTheDead() {
        let descriptor = unsafe open(path + ".partial.journal", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
        close(descriptor)
    }

    /// The verdict on the bundle for one who trusts the certificate of who sealed it.
    func verify() throws -> Verdict {
        var anchors = TrustAnchors()
        let pem = try Data(contentsOf: URL(fileURLWithPath: path + ".pem"))
        anchors.roots = try CertificatePEM.decode([UInt8](pem))
        return try BundleVerifier.verify(path: path, options: VerifyOptions(anchors: anchors))
    }
}
