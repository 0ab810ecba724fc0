import Bytes
import Custody
import CustodyCheck
import CustodyEvents
import Hashing
import Sealing
import Signing
import TestSupport
import TransparencyLogs
import Verifier

/// A custody log of a test's own, and officers who write to it.
struct LogMaker {
    let folder: TemporaryFolder
    let officer: OfficerIdentity
    let now = Timestamp(seconds: 1_795_000_100)

    init() throws {
        folder = try TemporaryFolder()
        officer = try Self.officer("PC 1234 Jo Doe")
    }

    static func officer(_ name: String) throws -> OfficerIdentity {
        let key = try SigningKey.generateP256()
        return OfficerIdentity(
            key: key,
            certificate: try CertificateIssue.make(
                .officer, key: key, commonName: name, organization: "Example Police",
                from: Timestamp(seconds: 1_795_000_000), days: 30))
    }

    var path: String { folder.file("log") }

    func register() throws -> CustodyRegister {
        try CustodyRegister(folder: path, force: "Example Police", known: folder.file("known"))
    }

    @discardableResult
    func record(
        _ verb: CustodyVerb, _ bundle: RandomUUID?, _ details: [JSONMember] = [JSONMember("why", "trial")],
        by other: OfficerIdentity? = nil, at time: Timestamp? = nil
    ) throws -> Int {
        try register().record(verb, bundle: bundle, details: details, by: other ?? officer, at: time ?? now)
    }

    /// The verdict on a transcript for one who trusts the officer and knows the log.
    func verify(
        _ transcript: [UInt8], log: [NoteVerifierKey]? = nil, witnesses: [NoteVerifierKey] = [],
        timestampRoots: [Certificate] = [], bundles: [KnownBundle] = [], now: Timestamp? = nil
    ) throws -> Verdict {
        var anchors = TrustAnchors()
        anchors.keys = [officer.certificate.keyDigest]
        anchors.timestampRoots = timestampRoots
        return try TranscriptVerifier.verify(
            transcript, options: VerifyOptions(anchors: anchors, now: now),
            trust: CustodyTrust(logs: try log ?? [register().log.key], witnesses: witnesses), bundles: bundles
        )
    }

    func codes(_ transcript: [UInt8], bundles: [KnownBundle] = []) throws -> [String] {
        try verify(transcript, bundles: bundles).findings.map(\.code)
    }

    /// Whether any file of the log holds a text.
    func holds(_ text: String) throws -> Bool {
        let grep = try Tool(path: "/bin/grep").run(["-rqF", text, path])
        return grep.status == 0
    }
}

extension LogMaker {
    /// Signs a text with the log's key, as who stole it could.
    func sign(_ text: String, as key: NoteVerifierKey) throws -> SignedNote {
        let signer = try Ed25519Key(seed: folder.read("log/log.key"))
        return SignedNote(
            text: text,
            signatures: [.init(name: key.name, keyID: key.keyID, bytes: try signer.sign(Array(text.utf8)))])
    }
}
