public import Bytes
public import Evidence
import Hashing
public import Sealing
import Signing

/// Makes small sealed bundles with fixed times.
public struct SmallBundle: Sendable {
    public let officer: OfficerIdentity
    /// When the capture begins.
    public let begun = Timestamp(seconds: 1_795_444_325)

    public init() throws {
        let key = try SigningKey.generateP256()
        let certificate = try CertificateIssue.make(
            .officer, key: key, commonName: "PC 1234 Jo Doe", organization: "Example Police", from: begun,
            days: 3650)
        officer = OfficerIdentity(key: key, certificate: certificate)
    }

    public init(officer: OfficerIdentity) { self.officer = officer }

    /// A clock that stands five seconds after the beginning.
    public var clock: SealingClock {
        let now = Timestamp(seconds: begun.seconds + 5)
        return SealingClock(now: { now }, monotonic: { 5_000_000_000 })
    }

    public func plan(_ packaging: PackagingKey, target: String, engine: CaptureEngine = .pack) throws
        -> CapturePlan
    {
        CapturePlan(
            bundle: try SecureRandom.uuid(), begun: begun, target: target, engine: engine, options: [:],
            softwareVersion: "0.1.0", signer: officer.certificate.digest,
            packagingKey: packaging.publicKey.spki,
            packaging: packaging.publicKey.digest)
    }

    public func facts(target: String, engine: CaptureEngine = .pack) -> CaptureFacts {
        CaptureFacts(
            target: target, final: nil, title: "A title", engine: engine,
            outcome: CaptureOutcome(.loaded, reason: "the files of a folder were put into a bundle"),
            window: CaptureWindow(begun: begun, ended: clock.now()), clockSynchronised: nil,
            monotonicBegun: 0,
            monotonicEnded: 5_000_000_000,
            software: SoftwareFacts(exhibit: "0.1.0", openssl: "OpenSSL", system: "test", chromium: nil),
            browser: nil,
            timeLimitSeconds: 60, sizeLimitBytes: 1 << 30, reached: [], caveats: [], notRecorded: [],
            exchanges: 0,
            connections: 0, bytes: 0)
    }

    /// Begins a bundle at this path.
    public func begin(at path: String, target: String = "folder:test") throws -> BundleWriter {
        let packaging = try PackagingKey()
        return try BundleWriter.begin(
            at: path, plan: plan(packaging, target: target), packaging: packaging, officer: officer,
            clock: clock)
    }

    /// A sealed bundle with these resources.
    public func seal(
        at path: String, resources: [(uri: String, type: String, bytes: [UInt8])],
        files: [String: [UInt8]] = [:]
    ) throws {
        let writer = try begin(at: path)
        for resource in resources { try writer.append([record(resource.uri, resource.type, resource.bytes)]) }
        try seal(writer, files: files)
    }

    /// Seals what `begin` began, with the counts of its records.
    public func seal(_ writer: BundleWriter, files: [String: [UInt8]] = [:]) throws {
        var facts = facts(target: writer.plan.target)
        (facts.exchanges, facts.connections, facts.bytes) = writer.counts
        try writer.seal(BundleWriter.Contents(facts: facts, files: files), by: officer, mode: .imported)
    }

    public func record(_ uri: String, _ type: String, _ bytes: [UInt8]) throws -> EvidenceRecord {
        .resource(uri, id: try SecureRandom.uuid(), date: begun, contentType: type, bytes: bytes)
    }
}
