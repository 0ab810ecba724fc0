import Archive
public import Bytes
public import Evidence
public import Hashing
public import Sealing
public import Signing
import Transparency
import Writing

/// A derived bundle made by someone who holds a key and does not keep to the format; shares nothing with the program's own
/// writer but the values of the format.
///
/// The records of its draft lie in one archive file.
public struct DerivedDraft: Sendable {
    public let draft: BundleDraft
    /// The sealed original.
    public var original: ContainerParts
    /// Who discloses.
    public var officer: OfficerIdentity
    public let packaging: SigningKey
    public var packagingDigest: SHA256Digest
    public var withheld: [WithheldLines]
    public var new: [DerivedFile]
    /// Bytes of the new files besides index and pages.
    public var newBytes: [String: [UInt8]] = [:]
    public var bundle: RandomUUID
    public var made: Timestamp
    public var originalBundle: RandomUUID
    public var why: String?
    public var material: @Sendable (_ signatureValue: [UInt8]) throws -> SignatureMaterial = { _ in
        SignatureMaterial()
    }

    // Changes to what is worked out, right before it is written.
    public var editRecordLines: @Sendable (inout [[UInt8]]) -> Void = { _ in }
    public var editFileLines: @Sendable (inout [[UInt8]]) -> Void = { _ in }
    /// Another tree head of the records than the original's.
    public var recordsHead: TreeHead?
    public var editDerivation: @Sendable (inout [UInt8]) -> Void = { _ in }
    /// Changes to all files before the data package is made.
    public var editFiles: @Sendable (inout ContainerParts) -> Void = { _ in }

    /// From a draft of which records are withheld, by number.
    public init(_ draft: BundleDraft, _ records: [ClosedRange<Int>], _ reason: WithholdingReason = .privacy)
        throws
    {
        self.draft = draft
        original = try draft.parts()
        officer = draft.maker.officer
        packaging = try SigningKey.generateP256()
        packagingDigest = try packaging.publicKey().digest
        withheld =
            records.map { WithheldLines(.records, $0, reason) } + [WithheldLines(.files, 1...3, .remade)]
        new = DerivedFile.alwaysRemade.enumerated().map {
            DerivedFile($1, replaces: WithheldLines.Place(.files, $0 + 1), how: .remade)
        }
        bundle = try SecureRandom.uuid()
        made = Timestamp(seconds: draft.window.ended.seconds + 600)
        originalBundle = draft.plan.bundle
    }

    private func isWithheld(_ tree: WithheldLines.Tree, _ line: Int) -> Bool {
        withheld.contains { $0.tree == tree && $0.lines.contains(line) }
    }

    private func lines(_ tree: WithheldLines.Tree, _ name: String) -> [[UInt8]] {
        (original[name] ?? []).split(separator: 0x0A).enumerated().map { place, line in
            isWithheld(tree, place + 1) ? WithheldLine.serialized(MerkleTree.leaf(line)) : Array(line)
        }
    }

    public func sealed() throws -> [UInt8] { try parts().container }

    public func parts() throws -> ContainerParts {
        let archive = try DraftArchive(
            draft.records.enumerated().filter { !isWithheld(.records, $0.offset + 1) }.map(\.element))
        var builder = try IndexBuilder()
        var index: [UInt8] = []
        for line in archive.index.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            index += try builder.append(line) ?? []
        }
        index += try builder.finish() ?? []
        let pages = [Array(#"{"format":"json-pages-1.0","id":"pages","title":"Pages"}"#.utf8)] + archive.pages
        var made = newBytes
        made[BundlePath.index] = index
        made[BundlePath.indexOfIndex] = builder.indexOfIndex
        made[BundlePath.pages] = Self.text(pages)

        var parts = ContainerParts(files: archive.files)
        let newPaths = Set(new.map(\.path))
        var all: [String] = []
        for (place, line) in (original[BundlePath.files] ?? []).split(separator: 0x0A).enumerated() {
            let path = try FileLine.parse(line).path
            if newPaths.contains(path) || !isWithheld(.files, place + 1) { all.append(path) }
        }
        all += new.map(\.path).filter { !all.contains($0) }
        for path in all {
            parts.files.append((path, (newPaths.contains(path) ? made[path] : original[path]) ?? []))
        }

        var recordLines = lines(.records, BundlePath.records)
        editRecordLines(&recordLines)
        var fileLines = lines(.files, BundlePath.files)
        let originalHead = try CaptureStatement.parse(original[BundlePath.statement] ?? [])
        var tree = MerkleTree()
        for line in (original[BundlePath.files] ?? []).split(separator: 0x0A) {
            tree.append(MerkleTree.leaf(line))
        }
        for path in all where newPaths.contains(path) {
            let bytes = parts[path] ?? []
            fileLines.append(
                FileLine(
                    salt: try SecureRandom.bytes(16), path: path, bytes: bytes.count,
                    digest: SHA256Digest.of(bytes)
                ).serialized)
            tree.append(MerkleTree.leaf(fileLines.last ?? []))
        }
        editFileLines(&fileLines)
        parts.files += [
            (BundlePath.records, Self.text(recordLines)), (BundlePath.files, Self.text(fileLines)),
        ]
        let statement = original[BundlePath.statement] ?? []
        let (from, to) = (BundlePath.signedStatement, BundlePath.originalStatement)
        parts.files += [
            (to.content, statement), (to.signature, original[from.signature] ?? []),
            (to.signatureValue, original[from.signatureValue] ?? []),
        ]
        for (name, bytes) in original.files where name.hasPrefix(from.timestampPrefix) {
            parts.files.append((to.timestampPrefix + name.dropFirst(from.timestampPrefix.count), bytes))
        }
        var derivation = Derivation(
            bundle: bundle, made: self.made, original: originalBundle, statement: SHA256Digest.of(statement),
            records: recordsHead ?? originalHead.records, files: TreeHead(count: tree.count, root: tree.root),
            withheld: withheld, new: new, why: why, signer: officer.certificate.digest,
            packaging: packagingDigest
        ).serialized
        editDerivation(&derivation)
        let bare = try SignedData.read(officer.sign(derivation, at: self.made))
        let around = try material(bare.signatureValue)
        let signature = try around.isEmpty ? bare : SignedData.read(CMSSignature.adding(around, to: bare.der))
        let names = BundlePath.derivation
        parts.files += [
            (names.content, derivation), (names.signature, signature.der),
            (names.signatureValue, signature.signatureValue),
        ]
        for (place, token) in signature.timestamps.enumerated() {
            parts.files.append((names.timestamp(place + 1), token))
        }
        editFiles(&parts)
        try addPackage(to: &parts)
        return parts
    }

    /// Makes the data package anew for the files there are.
    public func addPackage(to parts: inout ContainerParts) throws {
        parts[BundlePath.dataPackage] = nil
        parts[BundlePath.dataPackageDigest] = nil
        let package = DataPackage.package(
            title: bundle.urn, created: made.text,
            resources: parts.files.map {
                DataPackage.Resource(path: $0.name, digest: SHA256Digest.of($0.bytes), bytes: $0.bytes.count)
            })
        let digest = SHA256Digest.of(package)
        parts.files += [
            (BundlePath.dataPackage, package),
            (
                BundlePath.dataPackageDigest,
                DataPackage.digest(
                    of: digest, created: made.text,
                    signature: try packaging.sign(DataPackage.signedBytes(digest)),
                    publicKey: try packaging.publicKey().spki)
            ),
        ]
    }

    private static func text(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.map { $0 + [0x0A] }.joined()) }
}
