import Bytes
import Glibc
import Hashing
import TestSupport
import Testing

/// Revocation from lists and responses that the `openssl` program made.
struct RevocationTests {
    private static let begin = Timestamp(seconds: 1_700_000_000)
    private static let end = Timestamp(seconds: 2_500_000_000)
    private let time = Timestamp(seconds: 1_760_000_000)
    private let root: OpenSSLAuthority
    private let officer: Certificate

    init() throws {
        root = try OpenSSLAuthority(from: Self.begin, to: Self.end)
        officer = try root.issue("PC 1", from: Self.begin, to: Self.end).certificate
    }

    private func after(_ seconds: Int64) -> Timestamp { Timestamp(seconds: time.seconds + seconds) }

    private func status(
        lists: [[UInt8]] = [], responses: [[UInt8]] = [], at moment: Timestamp? = nil
    ) throws -> Revocation.Status? {
        try Revocation.status(
            of: [officer, root.certificate], at: moment ?? time,
            from: Revocation.Material(lists: lists, responses: responses)
        ).first
    }

    @Test func nothingAtHandTellsNothing() throws {
        #expect(try status() == .unknown)
        #expect(
            try status(lists: [[0x30, 0x00], []], responses: [[0x30, 0x03, 0x0A, 0x01, 0x00]]) == .unknown)
    }

    @Test func aCurrentListTells() throws {
        let good = try root.revocationList(from: after(-60), to: after(60))
        #expect(try status(lists: [good]) == .good(asOf: after(-60)))
        // Made after the time asked for, as when it was had while sealing.
        let later = try root.revocationList(from: after(3600), to: after(7200))
        #expect(try status(lists: [later]) == .good(asOf: after(3600)))
        let old = try root.revocationList(from: after(-7200), to: after(-3600))
        #expect(try status(lists: [old]) == .unknown)
    }

    @Test func oneRevocationOutweighsGoodAnswers() throws {
        let good = try root.revocationList(from: after(-60), to: after(60))
        let bad = try root.revocationList([(officer, after(-10))], from: after(-5), to: after(60))
        #expect(try status(lists: [good, bad]) == .revoked(at: after(-10)))
        #expect(try status(lists: [bad, good]) == .revoked(at: after(-10)))
        let laterBad = try root.revocationList([(officer, after(100))], from: after(200), to: after(300))
        #expect(try status(lists: [laterBad]) == .revoked(at: after(100)))
    }

    @Test func anotherAuthoritysListSaysNothing() throws {
        let other = try OpenSSLAuthority(from: Self.begin, to: Self.end)
        #expect(other.certificate.subject == root.certificate.subject)
        let list = try other.revocationList([(officer, after(-10))], from: after(-5), to: after(60))
        #expect(try status(lists: [list]) == .unknown)
    }

    @Test func everyByteOfAListIsBound() throws {
        let list = try root.revocationList([(officer, after(-10))], from: after(-5), to: after(60))
        for place in list.indices {
            var changed = list
            changed[place] ^= 1
            let status = try status(lists: [changed])
            // The signature algorithm's optional NULL and the like may be written in other ways: never another answer.
            #expect(status == .unknown || status == .revoked(at: after(-10)), "byte \(place)")
        }
    }

    @Test func aResponseTells() throws {
        let now = Timestamp(seconds: Int64(Glibc.time(nil)))
        let good = try root.ocspResponse(for: officer)
        let answer = try status(responses: [good], at: now)
        guard case .good = answer else { return #expect(answer == .good(asOf: now)) }
        #expect(try status(responses: [good], at: Timestamp(seconds: now.seconds + 30 * 86400)) == .unknown)
        let revoked = try root.ocspResponse(for: officer, revokedAt: after(-10))
        #expect(try status(responses: [revoked], at: now) == .revoked(at: after(-10)))
    }

    @Test func onlyAnAppointedResponderAnswers() throws {
        let now = Timestamp(seconds: Int64(Glibc.time(nil)))
        let appointed = try root.issue(
            "Responder", from: Self.begin, to: Self.end,
            extensions: OpenSSLAuthority.person + "\nextendedKeyUsage=OCSPSigning")
        let answer = try root.ocspResponse(for: officer, revokedAt: after(-10), responder: appointed)
        #expect(try status(responses: [answer], at: now) == .revoked(at: after(-10)))
        let colleague = try root.issue("PC 2", from: Self.begin, to: Self.end)
        let forged = try root.ocspResponse(for: officer, revokedAt: after(-10), responder: colleague)
        #expect(try status(responses: [forged], at: now) == .unknown)
    }
}
