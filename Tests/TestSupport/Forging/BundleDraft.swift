import Archive
import Bytes
public import Evidence
public import Hashing
import Sealing
public import Signing
import Transparency
import Writing

/// A bundle made by someone who holds the officer's key and does not keep to the format.
///
/// Everything that a verifier compares is worked out from the parts, so that each change breaks one rule and no other.
public struct BundleDraft: Sendable {
    public var maker: SmallBundle
    public let packaging: SigningKey
    public var plan: CapturePlan
    public var records: [DraftRecord] = []
    public var sealing: SealingMode = .imported
    public var window: CaptureWindow
    public var facts: CaptureFacts
    /// Evidence files besides `capture.json`, by their names.
    public var files: [String: [UInt8]] = [:]
    public var bracket: SHA256Digest?
    public var signerDigest: SHA256Digest
    public var packagingDigest: SHA256Digest
    /// What goes around the signature, made from its value.
    public var material: @Sendable (_ signatureValue: [UInt8]) throws -> SignatureMaterial = { _ in
        SignatureMaterial()
    }

    // Changes to what is worked out, right before it is written.
    public var editRecordLines: @Sendable (inout [[UInt8]]) -> Void = { _ in }
    public var editIndex: @Sendable (inout [[UInt8]]) -> Void = { _ in }
    public var editPages: @Sendable (inout [[UInt8]]) -> Void = { _ in }
    public var editStatement: @Sendable (inout [UInt8]) -> Void = { _ in }
    /// Changes to all files before the data package is made.
    public var editFiles: @Sendable (inout ContainerParts) -> Void = { _ in }

    /// A draft with warcinfo, plan and the plan's signature, which keeps to the format.
    public init(_ maker: SmallBundle, engine: CaptureEngine = .pack) throws {
        self.maker = maker
        packaging = try SigningKey.generateP256()
        let spki = try packaging.publicKey()
        plan = CapturePlan(
            bundle: try SecureRandom.uuid(), begun: maker.begun, target: "folder:test", engine: engine,
            options: [:], softwareVersion: "0.1.0", signer: maker.officer.certificate.digest,
            packagingKey: spki.spki, packaging: spki.digest)
        facts = maker.facts(target: "folder:test", engine: engine)
        window = facts.window
        signerDigest = maker.officer.certificate.digest
        packagingDigest = spki.digest
        if engine != .pack { sealing = .live }
        try setFirstRecords()
    }

    /// Makes the first three records from the plan as it is now.
    public mutating func setFirstRecords(plan planBytes: [UInt8]? = nil) throws {
        let content = planBytes ?? plan.serialized
        let first = [
            try DraftRecord(
                "warcinfo", nil, maker.begun, type: "application/warc-fields",
                Array("software: exhibit/0.1.0\r\n".utf8)),
            try DraftRecord("resource", RecordURI.plan, maker.begun, type: "application/json", content),
            try DraftRecord(
                "resource", RecordURI.planSignature, maker.begun, type: "application/pkcs7-signature",
                maker.officer.sign(content, at: maker.begun)),
        ]
        records.replaceSubrange(0..<min(3, records.count), with: first)
    }

    /// A resource of text.
    public mutating func add(_ uri: String, type: String = "text/x-note", _ text: String) throws {
        records.append(try DraftRecord("resource", uri, maker.begun, type: type, Array(text.utf8)))
    }

    /// A request and its response; gives the place of the request.
    @discardableResult
    public mutating func addExchange(_ uri: String, connection: Int? = nil, isPage: Bool = false) throws
        -> Int
    {
        var request = try DraftRecord(
            "request", uri, maker.begun, type: "application/http; msgtype=request",
            Array("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".utf8))
        var response = try DraftRecord(
            "response", uri, maker.begun, type: "application/http; msgtype=response",
            Array("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Guten Tag".utf8))
        request["WARC-Concurrent-To"] = "<\(response.id.urn)>"
        response["WARC-Concurrent-To"] = "<\(request.id.urn)>"
        if let connection {
            request["WARC-Exhibit-Connection"] = String(connection)
            response["WARC-Exhibit-Connection"] = String(connection)
        }
        if isPage { response["WARC-Exhibit-Kind"] = "page" }
        records += [request, response]
        return records.count - 2
    }

    /// Puts the counts of the records into `capture.json`.
    public mutating func countRecords() {
        facts.exchanges = records.count { $0["WARC-Type"] == "response" }
        facts.connections = records.count {
            $0["WARC-Target-URI"]?.hasPrefix(RecordURI.connectionPrefix) == true
        }
        facts.bytes = records.reduce(0) { $0 + (Int($1["Content-Length"] ?? "") ?? 0) }
    }

    /// Lines for the records as they are now, freshly salted.
    public func recordLines() throws -> [[UInt8]] { try DraftArchive(records).lines }

    /// The sealed bundle.
    public func sealed() throws -> [UInt8] { try parts().container }

    /// The sealed bundle's files.
    public func parts() throws -> ContainerParts {
        let archive = try DraftArchive(records)
        var recordLines = archive.lines
        editRecordLines(&recordLines)
        var index = archive.index.sorted { $0.lexicographicallyPrecedes($1) }
        editIndex(&index)
        var builder = try IndexBuilder()
        var indexFile: [UInt8] = []
        for line in index { indexFile += try builder.append(line) ?? [] }
        indexFile += try builder.finish() ?? []
        var pages = [Array(#"{"format":"json-pages-1.0","id":"pages","title":"Pages"}"#.utf8)]
        pages += archive.pages
        editPages(&pages)

        var parts = ContainerParts(files: archive.files)
        parts.files += [
            (BundlePath.index, indexFile), (BundlePath.indexOfIndex, builder.indexOfIndex),
            (BundlePath.pages, Self.text(pages)),
        ]
        var evidence = files
        if evidence[BundlePath.capture] == nil { evidence[BundlePath.capture] = facts.serialized }
        parts.files += BundlePath.listedInOrder.compactMap { name in evidence[name].map { (name, $0) } }
        parts.files += evidence.keys.filter { !BundlePath.listedInOrder.contains($0) }.sorted()
            .map { ($0, evidence[$0] ?? []) }
        let listed = parts.files.filter { !$0.name.hasPrefix("archive/") }
        parts.files.append((BundlePath.records, Self.text(recordLines)))
        let fileLines = try listed.map { file in
            FileLine(
                salt: try SecureRandom.bytes(16), path: file.name, bytes: file.bytes.count,
                digest: SHA256Digest.of(file.bytes)
            ).serialized
        }
        parts.files.append((BundlePath.files, Self.text(fileLines)))

        var statement = CaptureStatement(
            bundle: plan.bundle, records: Self.head(recordLines), files: Self.head(fileLines),
            window: window, sealing: sealing, signer: signerDigest, packaging: packagingDigest,
            bracket: bracket, custody: plan.custody
        ).serialized
        editStatement(&statement)
        let bare = try SignedData.read(maker.officer.sign(statement, at: maker.clock.now()))
        let around = try material(bare.signatureValue)
        let signature = try around.isEmpty ? bare : SignedData.read(CMSSignature.adding(around, to: bare.der))
        parts.files += [
            (BundlePath.statement, statement), (BundlePath.signature, signature.der),
            (BundlePath.signatureValue, signature.signatureValue),
        ]
        for (place, token) in signature.timestamps.enumerated() {
            parts.files.append((BundlePath.timestamp(place + 1), token))
        }
        editFiles(&parts)
        try addPackage(to: &parts)
        return parts
    }

    /// Makes the data package anew for the files there are.
    public func addPackage(to parts: inout ContainerParts) throws {
        parts[BundlePath.dataPackage] = nil
        parts[BundlePath.dataPackageDigest] = nil
        let created = window.ended.text
        let package = DataPackage.package(
            title: plan.bundle.urn, created: created,
            resources: parts.files.map {
                DataPackage.Resource(
                    path: $0.name, digest: SHA256Digest.of($0.bytes), bytes: $0.bytes.count)
            })
        let digest = SHA256Digest.of(package)
        parts.files += [
            (BundlePath.dataPackage, package),
            (
                BundlePath.dataPackageDigest,
                DataPackage.digest(
                    of: digest, created: created,
                    signature: try packaging.sign(DataPackage.signedBytes(digest)),
                    publicKey: try packaging.publicKey().spki)
            ),
        ]
    }

    /// The head of the tree over lines.
    public static func head(_ lines: some Collection<[UInt8]>) -> TreeHead {
        var tree = MerkleTree()
        for line in lines { tree.append(MerkleTree.leaf(line)) }
        return TreeHead(count: tree.count, root: tree.root)
    }

    private static func text(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.map { $0 + [0x0A] }.joined()) }
}
