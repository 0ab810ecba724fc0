public import Bytes
import Evidence
import Hashing
import Sealing
import Signing
public import TestSupport

/// The people and authorities of one kit: their keys are made with it and thrown away.
public struct VectorKit: Sendable {
    public static let begin = Timestamp(seconds: 1_700_000_000)
    public static let end = Timestamp(seconds: 3_000_000_000)

    /// An officer whose certificate signs itself, and one whose force certified it.
    public let maker: SmallBundle
    public let force: OpenSSLAuthority
    public let certified: OpenSSLAuthority.Subject
    public let time: TestTimestampAuthority
    /// Certifies servers.
    public let web: OpenSSLAuthority
    /// The key of a transparency log, as a file of OpenSSL's lists.
    let logs: [UInt8]

    public init() throws {
        maker = try SmallBundle()
        force = try OpenSSLAuthority("Example Force", from: Self.begin, to: Self.end)
        certified = try force.issue("PC 5678 Sam Roe", from: Self.begin, to: Self.end)
        time = try TestTimestampAuthority(from: Self.begin, to: Self.end)
        web = try OpenSSLAuthority("Example Web Root", from: Self.begin, to: Self.end)
        let key = Base64.encode(try SigningKey.generateP256().publicKey().spki)
        logs = Array("enabled_logs = one\n[one]\ndescription = Example log\nkey = \(key)\n".utf8)
    }

    /// Files of certificates and keys that cases name.
    public var trust: [(name: String, bytes: [UInt8])] {
        [
            ("officer.pem", CertificatePEM.encode(maker.officer.certificate)),
            ("force.pem", CertificatePEM.encode(force.certificate)),
            ("tsa.pem", CertificatePEM.encode(time.root.certificate)),
            ("web.pem", CertificatePEM.encode(web.certificate)), ("logs.cnf", logs),
        ]
    }

    /// `seconds` after a capture ended, as a token writes it.
    func tokenTime(_ seconds: Int64) -> String {
        Timestamp(seconds: maker.clock.now().seconds + seconds).fourteenDigits + "Z"
    }

    /// A draft with a page and its text.
    func draft(_ maker: SmallBundle? = nil) throws -> BundleDraft {
        var draft = try Breach.draft(.pack, maker ?? self.maker)
        draft.countRecords()
        return draft
    }
}
