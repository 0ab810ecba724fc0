import Bytes
import Evidence
import Hashing
import OfficerKeys
import Sealing
import Signing
import Synchronization
import TestSupport
import Testing
import Threads

/// A key that is unlocked for a while.
struct AgentTests {
    private let folder: TemporaryFolder
    private let keys: KeyFolder
    private let secret = Passphrase(Array("correct horse battery".utf8))
    private let begin = Timestamp(seconds: 1_700_000_000)
    private let content = Array(#"{"format":"exhibit-plan/1"}"#.utf8)

    init() throws {
        folder = try TemporaryFolder()
        keys = KeyFolder(folder.file("keys"))
        _ = try keys.create(
            name: "PC 1234 Jo Doe", organization: "Example Police", passphrase: secret, at: begin)
    }

    /// Runs an agent while `body` runs; the clock is the test's.
    private func withAgent(
        _ now: @escaping @Sendable () -> Timestamp, until end: Timestamp, _ body: () throws -> Void
    )
        throws
    {
        let officer = try keys.open(secret)
        let ready = Mutex(false)
        let keys = keys
        let thread = try BlockingThread.start {
            try? SigningAgent.serve(
                officer, of: keys, until: end, clock: SealingClock(now: now, monotonic: { 0 })
            ) { ready.withLock { $0 = true } }
        }
        while !ready.withLock({ $0 }) { try BlockingThread.run {} }
        defer {
            _ = try? AgentSigner.lock(keys)
            thread.join()
        }
        try body()
    }

    @Test func itSignsWithoutAPassphraseUntilItIsLocked() throws {
        #expect(try AgentSigner.running(for: keys) == nil)
        let begin = begin
        let clock: @Sendable () -> Timestamp = { begin }
        try withAgent(clock, until: Timestamp(seconds: begin.seconds + 600)) {
            let (officer, until) = try #require(try AgentSigner.running(for: keys))
            #expect(until == Timestamp(seconds: begin.seconds + 600).text)
            #expect(try SignedData.read(officer.sign(content, at: begin)).verifies(content))
            // The agent looks for itself: whoever speaks to it past this program gets no other signature.
            #expect(throws: AgentSigner.Failure.self) {
                try AgentSigner.running(for: keys).map { _ in
                    try AgentSigner.asking(keys, toSign: Array("{\"format\":\"other/1\"}".utf8))
                }
            }
            #expect(try AgentSigner.lock(keys))
        }
        #expect(try AgentSigner.running(for: keys) == nil)
        #expect(try !AgentSigner.lock(keys))
    }

    @Test func anotherCertificateEndsIt() throws {
        let begin = begin
        let root = try OpenSSLAuthority("Force", from: begin, to: Timestamp(seconds: 2_500_000_000))
        let request = try CertificateRequest.make(
            commonName: "PC 1234 Jo Doe", organization: "Example Police", by: keys.digestSigner(secret))
        let issued = try root.sign(
            CertificateRequest.pem(request), from: begin, to: Timestamp(seconds: 2_500_000_000))
        let end = Timestamp(seconds: begin.seconds + 600)
        let clock: @Sendable () -> Timestamp = { begin }
        try withAgent(clock, until: end) {
            let before = try #require(try AgentSigner.running(for: keys)).officer
            #expect(try keys.install([issued]))
            #expect(try AgentSigner.running(for: keys) == nil)
            #expect(throws: AgentSigner.Failure.gone) { try before.sign(content, at: begin) }
        }
        try withAgent(clock, until: end) {
            let officer = try #require(try AgentSigner.running(for: keys)).officer
            #expect(try SignedData.read(officer.sign(content, at: begin)).signer == issued)
            // Changed by a hand that tells nobody: the certificates above it count too.
            let both = CertificatePEM.encode(issued) + CertificatePEM.encode(root.certificate)
            try folder.write(both, to: "keys/officer.pem")
            #expect(try AgentSigner.running(for: keys) == nil)
        }
        #expect(try !keys.install([issued, root.certificate]))
    }

    @Test func afterItsTimeItIsGone() throws {
        let now = Mutex(begin)
        let end = Timestamp(seconds: begin.seconds + 600)
        let clock: @Sendable () -> Timestamp = { now.withLock { $0 } }
        try withAgent(clock, until: end) {
            #expect(try AgentSigner.running(for: keys) != nil)
            now.withLock { $0 = end }
            // It answers the one that wakes it, if that came first, and no other.
            _ = try AgentSigner.running(for: keys)
            _ = try AgentSigner.running(for: keys)
        }
        #expect(try AgentSigner.running(for: keys) == nil)
    }
}
