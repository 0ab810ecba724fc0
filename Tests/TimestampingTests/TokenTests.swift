import Bytes
import Hashing
import TestSupport
import Testing

/// Timestamp tokens, good ones and such as no authority gives.
struct TokenTests {
    private let authority: TestTimestampAuthority
    private let message = Array("a signature value".utf8)

    init() throws { authority = try TestTimestampAuthority() }

    private func error(_ der: [UInt8]) -> TimestampError? {
        do throws(TimestampError) {
            _ = try TimestampToken.read(der)
            return nil
        } catch {
            return error
        }
    }

    private func isAnchored(_ token: TimestampToken, by anchors: [Certificate]? = nil) throws -> Bool {
        if case .anchored = try token.path(to: anchors ?? [authority.root.certificate]) {
            true
        } else {
            false
        }
    }

    @Test func aTokenIsReadAndLeadsToItsAnchor() throws {
        var forged = try ForgedToken(over: message)
        forged.nonce = [0x55, 0x01]
        let token = try TimestampToken.read(forged.signed(by: [authority.subject]))
        #expect(token.info.time == Timestamp("2026-11-23T14:32:05Z"))
        #expect(token.info.nonce == [0x55, 0x01])
        #expect(try token.info.covers(message))
        #expect(try !token.info.covers(message + [0]))
        #expect(try isAnchored(token))
        #expect(try !isAnchored(token, by: [authority.subject.certificate]))
        #expect(try !isAnchored(token, by: []))
    }

    @Test func aFractionOfASecondAndAnAccuracyAreRead() throws {
        var forged = try ForgedToken(over: message)
        forged.time = "20261123143205.25Z"
        let token = try TimestampToken.read(forged.signed(by: [authority.subject]))
        #expect(token.info.time.nanoseconds == 250_000_000)
        #expect(token.info.latest == token.info.time)
    }

    @Test func whatNoAuthorityGivesIsRefused() throws {
        var version = try ForgedToken(over: message)
        version.version = 2
        #expect(error(try version.signed(by: [authority.subject])) == .content)

        var sha1 = ForgedToken()
        sha1.imprint = [UInt8](repeating: 1, count: 20)
        sha1.algorithmIdentifier = [0x2B, 0x0E, 0x03, 0x02, 0x1A]
        #expect(error(try sha1.signed(by: [authority.subject])) == .imprintAlgorithm)

        var data = try ForgedToken(over: message)
        data.contentType = "pkcs7-data"
        #expect(error(try data.signed(by: [authority.subject])) == .notAToken)

        var trailing = try ForgedToken(over: message)
        trailing.trailing = [0]
        #expect(error(try trailing.signed(by: [authority.subject])) == .notCMS)

        var bare = try ForgedToken(over: message)
        bare.options = ["-noattr"]
        #expect(error(try bare.signed(by: [authority.subject])) == .signedAttributes)

        var unnamed = try ForgedToken(over: message)
        unnamed.options = []
        #expect(error(try unnamed.signed(by: [authority.subject])) == .signingCertificateDiffers)

        var empty = try ForgedToken(over: message)
        empty.options = ["-cades", "-nocerts"]
        #expect(error(try empty.signed(by: [authority.subject])) == .signerCertificate(0))

        let second = try TestTimestampAuthority()
        let two = try ForgedToken(over: message).signed(by: [authority.subject, second.subject])
        #expect(error(two) == .signerCount(2))

        for time in ["20261123143205", "20261123143205+0100", "20261332143205Z", "99999999999999Z"] {
            var odd = try ForgedToken(over: message)
            odd.time = time
            #expect(error(try odd.signed(by: [authority.subject])) == .content, "\(time)")
        }
    }

    /// An injected certificate whose issuer and number are those of the signer's would be looked at instead of it.
    @Test func aSecondCertificateOfTheSameNameIsRefused() throws {
        let root = try OpenSSLAuthority(
            from: Timestamp(seconds: 1_700_000_000), to: Timestamp(seconds: 2_500_000_000))
        let other = try OpenSSLAuthority(
            from: Timestamp(seconds: 1_700_000_000), to: Timestamp(seconds: 2_500_000_000))
        let one = try root.issue(
            "Same", from: Timestamp(seconds: 1_700_000_000), to: Timestamp(seconds: 2_500_000_000),
            extensions: OpenSSLAuthority.person)
        let twin = try other.issue(
            "Same", from: Timestamp(seconds: 1_700_000_000), to: Timestamp(seconds: 2_500_000_000),
            extensions: TestTimestampAuthority.extensions)
        let token = try ForgedToken(over: message).signed(by: [one], others: [twin.certificate])
        #expect(error(token) == .signerCertificate(2))
    }

    @Test func everyByteThatMattersIsBound() throws {
        let token = try ForgedToken(over: message).signed(by: [authority.subject])
        let good = try TimestampToken.read(token)
        for place in token.indices {
            var changed = token
            changed[place] ^= 1
            guard let read = try? TimestampToken.read(changed) else { continue }
            // What the signature does not cover may be written in other ways; what it says may not.
            #expect(read.info == good.info, "byte \(place)")
            #expect(try read.signer == good.signer || !isAnchored(read), "byte \(place)")
        }
    }

    @Test func everyTruncationIsRefused() throws {
        let token = try ForgedToken(over: message).signed(by: [authority.subject])
        for length in token.indices { #expect(error(Array(token[..<length])) != nil) }
    }

    @Test func aTimeOutsideTheAuthoritysCertificateHasNoPath() throws {
        for time in ["20200101000000Z", "20600101000000Z"] {
            var forged = try ForgedToken(over: message)
            forged.time = time
            let token = try TimestampToken.read(forged.signed(by: [authority.subject]))
            #expect(try !isAnchored(token))
        }
    }
}
