import Archive
import Bytes
public import Evidence
import Files
import Glibc
import Hashing
import Reading
public import Sealing
public import Signing
import Storage
import Transparency
import Writing

/// Writes a derived bundle: what is left of the original, the leaves of the rest, and the signed derivation.
public struct DerivedBundleWriter {
    private let original: Original
    private let plan: DisclosurePlan
    private let container: ContainerWriter
    private var index: SortedLines
    private var listed: [DataPackage.Resource] = []

    /// Writes it to a name that is free; when this returns all of it is on the disk. A failure leaves nothing.
    ///
    /// `material` is asked, with the value of the derivation's signature, for what goes around it: timestamps.
    @discardableResult
    public static func write(
        _ plan: DisclosurePlan, of original: Original, why: String?, to path: String,
        by officer: OfficerIdentity,
        clock: SealingClock, material: ([UInt8]) throws -> SignatureMaterial = { _ in SignatureMaterial() }
    ) throws -> Derivation {
        guard !Folder.exists(path) else { throw FileError("create", path, number: EEXIST) }
        let file = try OpenFile.temporary(beside: path)
        do {
            var writer = DerivedBundleWriter(
                original: original, plan: plan, container: try ContainerWriter(file),
                index: SortedLines(spoolingIn: Folder.of(path)))
            let derivation = try writer.write(why: why, by: officer, clock: clock, material: material)
            try file.sync()
            try Folder.rename(file.path, to: path)
            return derivation
        } catch {
            // Why it failed matters more than a file that could not be removed.
            try? Folder.remove(file.path)
            throw error
        }
    }

    private mutating func write(
        why: String?, by officer: OfficerIdentity, clock: SealingClock,
        material: ([UInt8]) throws -> SignatureMaterial
    ) throws -> Derivation {
        let packaging = try SigningKey.generateP256()
        let publicKey = try packaging.publicKey()
        try writeArchives()
        let archives = listed
        listed = []
        let new = try writeFiles()
        let lines = try lineFiles(new)
        for (path, bytes) in [(BundlePath.records, lines.records), (BundlePath.files, lines.files)] {
            try add(path, bytes)
        }
        try writeOriginalStatement()
        let now = clock.now().wholeSeconds
        let derivation = Derivation(
            bundle: try SecureRandom.uuid(), made: max(now, original.statement.window.ended),
            original: original.statement.bundle, statement: original.statementDigest,
            records: original.statement.records, files: lines.head, withheld: plan.withheld, new: new,
            why: why,
            signer: officer.certificate.digest, packaging: publicKey.digest)
        // What does not read as it was meant is not signed: too many parts, a name that is not allowed.
        let content = derivation.serialized
        guard content.count <= BundleLimits.jsonBytes, (try? Derivation.parse(content)) == derivation else {
            throw DisclosureError.tooLarge("the list of what is withheld")
        }
        try sign(content, by: officer, at: now, material)
        try addPackage(archives, derivation, packaging, spki: publicKey.spki)
        try container.finish()
        return derivation
    }

    private mutating func add(_ path: String, _ bytes: [UInt8]) throws {
        guard !bytes.isEmpty, let digest = try container.add(path, bytes).digest else {
            throw DisclosureError.malformed(path)
        }
        listed.append(DataPackage.Resource(path: path, digest: digest, bytes: bytes.count))
    }

    private mutating func end() throws {
        let written = try container.end()
        guard let digest = written.digest else { throw DisclosureError.malformed(written.entry.name) }
        listed.append(
            DataPackage.Resource(path: written.entry.name, digest: digest, bytes: written.entry.bytes))
    }

    /// The members of the records that are left, under the names of their files.
    private mutating func writeArchives() throws {
        var open = ""
        for record in original.records where plan.records[record.number] == nil {
            let line = record.line
            if line.file != open {
                if !open.isEmpty { try end() }
                open = line.file
                try container.begin(open)
            }
            let offset = container.entryBytes
            let container = container
            try unsafe original.bundle.forEachPiece(at: record.place.offset, bytes: line.bytes) {
                try unsafe container.append($0)
            }
            guard line.type == .response || line.type == .resource, let uri = line.uri,
                let payload = record.digests.last
            else { continue }
            try index.append(
                CDXJLine(
                    uri: uri, fourteenDigits: line.date.fourteenDigits, mime: record.mediaType,
                    status: record.status, digest: payload, length: line.bytes, offset: offset,
                    filename: Folder.name(of: line.file)
                ).serialized)
        }
        try end()
    }

    /// Index, pages and evidence files; gives those that are new.
    private mutating func writeFiles() throws -> [DerivedFile] {
        var new: [DerivedFile] = []
        var builder = try IndexBuilder()
        let container = container
        try container.begin(BundlePath.index)
        try index.read { line in if let member = try builder.append(line) { try container.append(member) } }
        if let member = try builder.finish() { try container.append(member) }
        try end()
        try add(BundlePath.indexOfIndex, builder.indexOfIndex)
        try add(BundlePath.pages, try pages())
        for (place, path) in DerivedFile.alwaysRemade.enumerated() {
            new.append(DerivedFile(path, replaces: WithheldLines.Place(.files, place + 1), how: .remade))
        }
        for (place, path) in original.files.enumerated().dropFirst(DerivedFile.alwaysRemade.count) {
            let line = place + 1
            guard let reason = plan.files[line] else {
                try copy(path)
                continue
            }
            guard reason == .remade else { continue }
            let bytes =
                path == BundlePath.capture
                ? plan.facts : plan.posts.map { Array($0.map { $0 + [0x0A] }.joined()) }
            try add(path, bytes ?? [])
            new.append(DerivedFile(path, replaces: WithheldLines.Place(.files, line), how: .reduced))
        }
        if let picture = plan.picture {
            try add(picture.file.path, picture.bytes)
            new.append(picture.file)
        }
        return new
    }

    private mutating func copy(_ path: String) throws {
        guard let entry = original.bundle.entry(named: path) else {
            throw DisclosureError.malformed(path)
        }
        try container.begin(path)
        let container = container
        try unsafe original.bundle.forEachPiece(at: entry.offset, bytes: entry.bytes) {
            try unsafe container.append($0)
        }
        try end()
    }

    /// The first line, and those of the pages that are left.
    private func pages() throws -> [UInt8] {
        let left = Set(original.records.filter { plan.records[$0.number] == nil && $0.isPage }.map(\.line.id))
        var text: [UInt8] = []
        guard let entry = original.bundle.entry(named: BundlePath.pages) else {
            return text
        }
        try original.bundle.forEachLine(of: entry) { line in
            let id = (try? JSONReader.parse(Array(line)))?["id"]?.string.flatMap { RandomUUID($0) }
            if text.isEmpty || id.map(left.contains) ?? false { text += line + [0x0A] }
        }
        return text
    }

    /// Both files of lines, and the head of the tree over those of files.
    private func lineFiles(_ new: [DerivedFile]) throws -> (records: [UInt8], files: [UInt8], head: TreeHead)
    {
        let records = try lines(BundlePath.records, withheld: plan.records, original.statement.records)
        let files = try lines(BundlePath.files, withheld: plan.files, original.statement.files)
        var tree = files.tree
        var text = files.text
        let resources = Dictionary(listed.map { ($0.path, $0) }) { first, _ in first }
        for file in new {
            guard let resource = resources[file.path] else { throw DisclosureError.malformed(file.path) }
            let line = FileLine(
                salt: try SecureRandom.bytes(16), path: file.path, bytes: resource.bytes,
                digest: resource.digest
            ).serialized
            tree.append(MerkleTree.leaf(line))
            text += line + [0x0A]
        }
        return (records.text, text, TreeHead(count: tree.count, root: tree.root))
    }

    /// The original's lines with leaves in the place of those that are withheld. They must give the signed root.
    private func lines(_ path: String, withheld: [Int: WithholdingReason], _ head: TreeHead) throws -> (
        text: [UInt8], tree: MerkleTree
    ) {
        guard let entry = original.bundle.entry(named: path) else {
            throw DisclosureError.malformed(path)
        }
        var text: [UInt8] = []
        var tree = MerkleTree()
        var number = 0
        try original.bundle.forEachLine(of: entry) { line in
            number += 1
            let leaf = MerkleTree.leaf(line)
            tree.append(leaf)
            text += withheld[number] == nil ? Array(line) : WithheldLine.serialized(leaf)
            text.append(0x0A)
        }
        guard TreeHead(count: tree.count, root: tree.root) == head else {
            throw DisclosureError.malformed(path)
        }
        return (text, tree)
    }

    private mutating func writeOriginalStatement() throws {
        let (from, to) = (BundlePath.signedStatement, BundlePath.originalStatement)
        func file(_ name: String) throws -> [UInt8] {
            guard let bytes = try original.bundle.file(name) else { throw DisclosureError.malformed(name) }
            return bytes
        }
        let signature = try file(from.signature)
        try add(to.content, try file(from.content))
        try add(to.signature, signature)
        try add(to.signatureValue, try file(from.signatureValue))
        for (place, token) in try SignedData.read(signature).timestamps.enumerated() {
            try add(to.timestamp(place + 1), token)
        }
    }

    private mutating func sign(
        _ content: [UInt8], by officer: OfficerIdentity, at time: Timestamp,
        _ material: ([UInt8]) throws -> SignatureMaterial
    ) throws {
        let bare = try SignedData.read(try officer.sign(content, at: time))
        let around = try material(bare.signatureValue)
        let signature = try around.isEmpty ? bare : SignedData.read(CMSSignature.adding(around, to: bare.der))
        let names = BundlePath.derivation
        try add(names.content, content)
        try add(names.signature, signature.der)
        try add(names.signatureValue, signature.signatureValue)
        for (place, token) in signature.timestamps.enumerated() { try add(names.timestamp(place + 1), token) }
    }

    private mutating func addPackage(
        _ archives: [DataPackage.Resource], _ derivation: Derivation, _ packaging: SigningKey, spki: [UInt8]
    ) throws {
        let created = derivation.made.text
        let package = DataPackage.package(
            title: derivation.bundle.urn, created: created, resources: archives + listed)
        let digest = SHA256Digest.of(package)
        try add(BundlePath.dataPackage, package)
        try add(
            BundlePath.dataPackageDigest,
            DataPackage.digest(
                of: digest, created: created, signature: try packaging.sign(DataPackage.signedBytes(digest)),
                publicKey: spki))
    }
}
