import Bytes
import Hashing
import TestSupport
import Testing

/// Paths to anchors, on certificates that the `openssl` program made.
struct CertificatePathTests {
    private let begin = Timestamp(seconds: 1_700_000_000)
    private let end = Timestamp(seconds: 2_500_000_000)
    private let time = Timestamp(seconds: 1_760_000_000)

    private func path(
        _ leaf: Certificate, _ authorities: [OpenSSLAuthority], at time: Timestamp? = nil,
        for purpose: CertificatePurpose = .documents
    ) throws -> CertificatePath.Result {
        try CertificatePath.verify(
            leaf, intermediates: authorities.map(\.certificate),
            anchors: authorities.filter { $0.issuer == nil }.map(\.certificate), at: time ?? self.time,
            for: purpose)
    }

    private func isRefused(_ result: CertificatePath.Result) -> Bool {
        if case .notAnchored = result { true } else { false }
    }

    @Test func findsAPathThroughAnIntermediate() throws {
        let root = try OpenSSLAuthority(from: begin, to: end)
        let middle = try OpenSSLAuthority("Force", issuer: root, from: begin, to: end)
        let officer = try middle.issue("PC 1", from: begin, to: end).certificate
        #expect(
            try path(officer, [root, middle]) == .anchored([officer, middle.certificate, root.certificate]))
        #expect(isRefused(try path(officer, [root])))
        #expect(isRefused(try path(officer, [root, middle], at: Timestamp(seconds: 1_600_000_000))))
        #expect(isRefused(try path(officer, [root, middle], at: Timestamp(seconds: 2_600_000_000))))
    }

    @Test func aCertificateThatIsNoAuthorityVouchesForNobody() throws {
        let root = try OpenSSLAuthority(from: begin, to: end)
        for extensions in [
            OpenSSLAuthority.person,
            OpenSSLAuthority.plain.replacing("keyCertSign,", with: ""),
            OpenSSLAuthority.plain.replacing("critical,CA:TRUE\n", with: "critical,CA:FALSE\n"),
        ] {
            let middle = try OpenSSLAuthority(
                "Officer", issuer: root, from: begin, to: end, extensions: extensions)
            let officer = try middle.issue("PC 1", from: begin, to: end).certificate
            #expect(isRefused(try path(officer, [root, middle])), "\(extensions)")
        }
    }

    @Test func constraintsOfAuthoritiesHold() throws {
        let root = try OpenSSLAuthority(
            from: begin, to: end,
            extensions: OpenSSLAuthority.plain.replacing("CA:TRUE", with: "CA:TRUE,pathlen:0"))
        let middle = try OpenSSLAuthority("Below", issuer: root, from: begin, to: end)
        let officer = try middle.issue("PC 1", from: begin, to: end).certificate
        #expect(isRefused(try path(officer, [root, middle])))

        let narrow = try OpenSSLAuthority(
            from: begin, to: end,
            extensions: OpenSSLAuthority.plain + "\nnameConstraints=critical,permitted;email:police.example")
        let inside = try narrow.issue(
            "PC 1", from: begin, to: end,
            extensions: OpenSSLAuthority.person + "\nsubjectAltName=email:pc1@police.example")
        let outside = try narrow.issue(
            "PC 2", from: begin, to: end,
            extensions: OpenSSLAuthority.person + "\nsubjectAltName=email:pc2@elsewhere.example")
        #expect(!isRefused(try path(inside.certificate, [narrow])))
        #expect(isRefused(try path(outside.certificate, [narrow])))
    }

    @Test func weakKeysAndDigestsAreRefused() throws {
        let root = try OpenSSLAuthority(from: begin, to: end)
        let weak = try root.issue("PC 1", key: .rsa(1024), from: begin, to: end).certificate
        #expect(isRefused(try path(weak, [root])))
        let old = try root.issue("PC 2", from: begin, to: end, digest: "sha1").certificate
        #expect(isRefused(try path(old, [root])))
        let strong = try root.issue("PC 3", key: .rsa(2048), from: begin, to: end).certificate
        #expect(!isRefused(try path(strong, [root])))
    }

    @Test(arguments: [
        ("extendedKeyUsage=serverAuth", false), ("extendedKeyUsage=timeStamping", false),
        ("extendedKeyUsage=emailProtection", true), ("", true),
    ]) func aServersCertificateDoesNotSignDocuments(_ use: String, _ isAllowed: Bool) throws {
        let root = try OpenSSLAuthority(from: begin, to: end)
        let one = try root.issue(
            "One", from: begin, to: end, extensions: OpenSSLAuthority.person + "\n" + use)
        #expect(try isRefused(path(one.certificate, [root])) != isAllowed)
    }

    @Test(arguments: [
        ("extendedKeyUsage=critical,timeStamping", true), ("extendedKeyUsage=timeStamping", false),
        ("extendedKeyUsage=critical,timeStamping,emailProtection", false),
        ("extendedKeyUsage=critical,timeStamping,1.2.3.4", false), ("", false),
    ]) func aTimestampingCertificateSaysExactlyThat(_ use: String, _ isAllowed: Bool) throws {
        let root = try OpenSSLAuthority(from: begin, to: end)
        let one = try root.issue(
            "Authority of time", from: begin, to: end, extensions: OpenSSLAuthority.person + "\n" + use)
        #expect(try isRefused(path(one.certificate, [root], for: .timestamping)) != isAllowed)
    }

    @Test func anAuthorityOfOtherUsesIssuesNoTimestampingCertificate() throws {
        let root = try OpenSSLAuthority(from: begin, to: end)
        for (use, isAllowed) in [("serverAuth", false), ("timeStamping", true)] {
            let middle = try OpenSSLAuthority(
                "Middle", issuer: root, from: begin, to: end,
                extensions: OpenSSLAuthority.plain + "\nextendedKeyUsage=\(use)")
            let one = try middle.issue(
                "Authority of time", from: begin, to: end,
                extensions: OpenSSLAuthority.person + "\nextendedKeyUsage=critical,timeStamping")
            #expect(
                try isRefused(path(one.certificate, [root, middle], for: .timestamping)) != isAllowed)
        }
    }
}
