import Bytes
import Evidence
import Foundation
import Hashing
import Sealing
import TestSupport
import Testing
import Verifier

/// A bundle whose writer is killed, and what must be true of what it left.
struct CrashTrial {
    let folder: TemporaryFolder
    let path: String

    static let writer = Tool(path: Package.products + "/record-writer")

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("post.wacz")
    }

    /// Whole lines of records in the journal; nil when there is none.
    var journalled: Int? {
        guard let bytes = try? folder.read("post.wacz.partial.journal") else { return nil }
        return bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            .count { $0.starts(with: #"{"salt":"#.utf8) }
    }

    /// Seals what is whole, and checks that each record of the journal is in the bundle, and that the bundle is intact.
    ///
    /// `first` is an attempt that is allowed to die. Looked at once only: a program that another test starts holds the
    /// journal's lock for the moment between its fork and its exec.
    func expectNothingLost(_ circumstance: String, first: (CrashTrial) throws -> Void = { _ in }) throws {
        let lines = journalled
        try first(self)
        if journalled != nil, case .records(let bundle) = try BundleRecovery.look(at: path + ".partial") {
            #expect(bundle.records == lines, "\(circumstance)")
            #expect(bundle.disagreeing == 0 && bundle.dropped == 0, "\(circumstance)")
            let maker = try SmallBundle()
            try folder.write(CertificatePEM.encode(maker.officer.certificate), to: "post.wacz.pem")
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

    /// The verdict on the bundle for one who trusts the certificate of who sealed it.
    func verify() throws -> Verdict {
        var anchors = TrustAnchors()
        anchors.roots = try CertificatePEM.decode(try folder.read("post.wacz.pem"))
        return try BundleVerifier.verify(path: path, options: VerifyOptions(anchors: anchors))
    }
}
