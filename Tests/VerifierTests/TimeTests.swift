import Bytes
import Evidence
import Hashing
import Sealing
import Signing
import TestSupport
import Testing
import Verifier

/// Timestamps in the verdict, and certificates at the time that they tell.
struct TimeTests {
    private static let begin = Timestamp(seconds: 1_700_000_000)
    private static let end = Timestamp(seconds: 2_500_000_000)
    private let maker: SmallBundle
    private let authority: TestTimestampAuthority
    private let root: Certificate

    init() throws {
        maker = try SmallBundle()
        authority = try TestTimestampAuthority()
        root = authority.root.certificate
    }

    /// As a token writes a time, `seconds` after the capture ended.
    private func time(_ seconds: Int64) -> String {
        Timestamp(seconds: maker.clock.now().seconds + seconds).fourteenDigits + "Z"
    }

    /// A bundle with tokens over its signature, each changed by one of `changes`.
    private func bundle(
        _ maker: SmallBundle? = nil, material base: SignatureMaterial = SignatureMaterial(),
        tokens changes: [@Sendable (inout ForgedToken) -> Void] = [],
        adjust: (inout BundleDraft) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        var draft = try BundleDraft(maker ?? self.maker)
        let subject = authority.subject
        draft.material = { value in
            var material = base
            for change in changes {
                var forged = try ForgedToken(over: value)
                change(&forged)
                material.tokens.append(try TimestampToken.read(forged.signed(by: [subject])))
            }
            return material
        }
        try draft.add("urn:note", "a note")
        draft.countRecords()
        try adjust(&draft)
        return try draft.sealed()
    }

    private func verdict(_ bytes: [UInt8], adjust: (inout VerifyOptions) -> Void = { _ in }) throws -> Verdict
    {
        var verification = Verification(maker)
        verification.options.anchors.timestampRoots = [root]
        adjust(&verification.options)
        return try verification.verdict(bytes)
    }

    private func codes(_ verdict: Verdict) -> Set<String> { Set(verdict.findings.map(\.code)) }

    @Test func aTokenOfATrustedAuthorityShowsTheTime() throws {
        let late = time(60)
        let bytes = try bundle(tokens: [{ $0.time = late }])
        let good = try verdict(bytes) { $0.requireTime = true }
        #expect(good.status == .intact)
        #expect(!codes(good).contains("time.claimed-only"))
        #expect(good.subject.times.map(\.counts) == [true])
        let unknown = try verdict(bytes) { $0.anchors.timestampRoots = [] }
        #expect(unknown.status == .intact)
        #expect(codes(unknown).isSuperset(of: ["time.claimed-only", "time.token-not-anchored"]))
        let asked = try verdict(bytes) {
            $0.anchors.timestampRoots = []
            $0.requireTime = true
        }
        #expect(asked.status == .cannotBeVerified)
    }

    @Test func severalTokensAreValuesOfOneAttribute() throws {
        let (one, two) = (time(10), time(20))
        let verdict = try verdict(bundle(tokens: [{ $0.time = one }, { $0.time = two }]))
        #expect(verdict.status == .intact)
        #expect(
            verdict.subject.times.map(\.time.fourteenDigits).sorted()
                == [one, two].map { String($0.dropLast()) })
    }

    @Test func aTokenOverSomethingElseIsFound() throws {
        let late = time(60)
        let bytes = try bundle(tokens: [
            {
                $0.time = late
                $0.imprint[0] ^= 1
            }
        ])
        let found = try verdict(bytes)
        #expect(found.status == .notAsSealed)
        #expect(codes(found).contains("time.token-other"))
    }

    @Test func timesOutOfOrderAreFound() throws {
        let (early, nextDay) = (time(-60), time(86400))
        let before = try verdict(bundle(tokens: [{ $0.time = early }]))
        #expect(before.status == .notAsSealed)
        #expect(codes(before).contains("time.token-early"))
        let after = try verdict(bundle(tokens: [{ $0.time = nextDay }]))
        #expect(after.status == .intact)
        #expect(codes(after).contains("time.token-late"))
    }

    @Test func copiesBesideTheSignatureAreTheSame() throws {
        let late = time(60)
        let bytes = try bundle(tokens: [{ $0.time = late }]) { draft in
            draft.editFiles = { parts in parts[BundlePath.timestamp(1)]?[20] ^= 1 }
        }
        let found = try verdict(bytes)
        #expect(found.status == .notAsSealed)
        #expect(codes(found).contains("time.token-differs"))
    }

    @Test func theBracketIsThisBundlesAndBeforeIt() throws {
        let subject = authority.subject
        func bracketed(_ time: String, _ other: [UInt8] = []) throws -> Verdict {
            try verdict(
                bundle(adjust: { draft in
                    let text = Bracket.imprinted(bundle: draft.plan.bundle, packaging: draft.plan.packaging)
                    var forged = try ForgedToken(over: text + other)
                    forged.time = time
                    let der = try forged.signed(by: [subject])
                    draft.files[BundlePath.bracket] = der
                    draft.bracket = SHA256Digest.of(der)
                }))
        }
        let good = try bracketed(time(-65))
        #expect(good.status == .intact)
        #expect(good.subject.times.map(\.subject) == [.bracket])
        // A bracket alone says nothing of when the bundle existed.
        #expect(codes(good).contains("time.claimed-only"))
        #expect(codes(try bracketed(time(60))).contains("time.bracket-late"))
        #expect(codes(try bracketed(time(-65), [0])).contains("time.token-other"))
        let named = try verdict(bundle(adjust: { $0.bracket = SHA256Digest.of([1]) }))
        #expect(codes(named).contains("time.bracket-differs"))
    }

    @Test func anAuthoritysOfficerIsCheckedAtTheTimeOfTheTimestamp() throws {
        let force = try OpenSSLAuthority("Force", from: Self.begin, to: Self.end)
        let shortLived = Timestamp(seconds: maker.clock.now().seconds + 100)
        let officer = try force.issue("PC 1", from: Self.begin, to: shortLived).officer()
        let maker = SmallBundle(officer: officer)
        func verify(_ bytes: [UInt8], at: Timestamp? = nil) throws -> Verdict {
            try verdict(bytes) {
                $0.anchors.certificates = []
                $0.anchors.roots = [force.certificate]
                $0.anchors.at = at
            }
        }
        let (inside, outside) = (time(60), time(200))
        let good = try verify(bundle(maker, tokens: [{ $0.time = inside }]))
        #expect(good.status == .intact)
        #expect(codes(good).contains("signer.revocation-unknown"))
        let expired = try verify(bundle(maker, tokens: [{ $0.time = outside }]))
        #expect(expired.status == .cannotBeVerified)
        #expect(codes(expired).contains("signer.not-anchored"))
        let bare = try bundle(maker)
        #expect(codes(try verify(bare)).contains("signer.time-unknown"))
        #expect(try verify(bare, at: maker.clock.now()).status == .intact)
    }

    @Test func revocationInTheSignatureCounts() throws {
        let force = try OpenSSLAuthority("Force", from: Self.begin, to: Self.end)
        let person = try force.issue("PC 1", from: Self.begin, to: Self.end)
        let maker = SmallBundle(officer: try person.officer())
        let ended = maker.clock.now()
        func verify(revokedAfter seconds: Int64?, require: Bool = true) throws -> Verdict {
            var material = SignatureMaterial()
            let revoked = seconds.map { [(person.certificate, Timestamp(seconds: ended.seconds + $0))] } ?? []
            material.revocation.lists = [
                try force.revocationList(revoked, from: Timestamp(seconds: ended.seconds + 900), to: Self.end)
            ]
            let late = time(60)
            return try verdict(bundle(maker, material: material, tokens: [{ $0.time = late }])) {
                $0.anchors.certificates = []
                $0.anchors.roots = [force.certificate]
                $0.requireRevocation = require
            }
        }
        #expect(try verify(revokedAfter: nil).status == .intact)
        let before = try verify(revokedAfter: -60)
        #expect(before.status == .cannotBeVerified)
        #expect(codes(before).contains("signer.revoked"))
        let after = try verify(revokedAfter: 600)
        #expect(after.status == .intact)
        #expect(codes(after).contains("signer.revoked-later"))
        let late = time(60)
        let nothing = try verdict(bundle(maker, tokens: [{ $0.time = late }])) {
            $0.anchors.certificates = []
            $0.anchors.roots = [force.certificate]
            $0.requireRevocation = true
        }
        #expect(codes(nothing).contains("signer.revocation-required"))
        #expect(nothing.status == .cannotBeVerified)
    }

    @Test func aTokenOfARevokedAuthorityIsNotCounted() throws {
        var material = SignatureMaterial()
        let ended = maker.clock.now()
        material.revocation.lists = [
            try authority.root.revocationList(
                [(authority.subject.certificate, Timestamp(seconds: ended.seconds - 100))], from: Self.begin,
                to: Self.end)
        ]
        let late = time(60)
        let found = try verdict(bundle(material: material, tokens: [{ $0.time = late }]))
        #expect(found.status == .intact)
        #expect(codes(found).isSuperset(of: ["time.token-revoked", "time.claimed-only"]))
    }

    @Test func ofAnAgedTokenItIsToldUnlessARenewalKeepsItAlive() throws {
        let late = time(60)
        let bytes = try bundle(tokens: [{ $0.time = late }])
        let now = Timestamp(seconds: 2_520_000_000)
        #expect(codes(try verdict(bytes) { $0.now = now }).contains("time.token-aged"))

        let younger = try TestTimestampAuthority(
            from: Self.begin, to: Timestamp(seconds: 2_590_000_000))
        let parts = try SignedData.read(Self.file(BundlePath.signature, of: bytes))
        func sidecar(_ time: String, file: SHA256Digest) throws -> (name: String, bytes: [UInt8]) {
            var forged = try ForgedToken(over: Sidecar.renewed(file: file, tokens: parts.timestamps))
            forged.time = time
            let statement = try CaptureStatement.parse(Self.file(BundlePath.statement, of: bytes))
            let sidecar = Sidecar(
                bundle: statement.bundle, file: file, signature: SHA256Digest.of(parts.signatureValue),
                kind: .renewal, tokens: [try forged.signed(by: [younger.subject])])
            return ("bundle.wacz.sidecar-01.json", sidecar.serialized)
        }
        let file = SHA256Digest.of(bytes)
        func verify(_ sidecar: (name: String, bytes: [UInt8])) throws -> Verdict {
            try verdict(bytes) {
                $0.now = now
                $0.anchors.timestampRoots = [root, younger.root.certificate]
                $0.sidecars = [sidecar]
                $0.fileDigest = file
            }
        }
        let renewed = try verify(sidecar(time(86400), file: file))
        #expect(renewed.status == .intact)
        #expect(!codes(renewed).contains("time.token-aged"))
        #expect(renewed.subject.times.map(\.subject) == [.signature, .renewal])
        // Had only after the first authority's certificate had ended, it keeps nothing alive.
        #expect(codes(try verify(sidecar("20490601000000Z", file: file))).contains("time.token-aged"))
        // One of another file, or a broken one, is told and counts for nothing.
        let other = try verify(sidecar(time(86400), file: SHA256Digest.of([1])))
        #expect(other.status == .intact)
        #expect(codes(other).isSuperset(of: ["time.sidecar-unusable", "time.token-aged"]))
        #expect(codes(try verify(("x", [0x7B]))).contains("time.sidecar-unusable"))
    }

    private static func file(_ name: String, of bytes: [UInt8]) throws -> [UInt8] {
        try #require(try ContainerParts(bytes)[name])
    }
}
