import Archive
import Bytes
public import Evidence
import Files
import Hashing
public import Signing
import Storage
import Synchronization
import Transparency
import Writing

extension BundleWriter {
    /// Counts for `evidence/capture.json`.
    public var counts: (exchanges: Int, connections: Int, bytes: Int) {
        state.withLock { ($0.ledger.exchanges, $0.ledger.connections, $0.ledger.bytes) }
    }

    /// What goes into the bundle besides the records.
    public struct Contents: Sendable {
        /// `evidence/capture.json`; its window is the statement's.
        public var facts: CaptureFacts
        /// Files of the format by their path, such as `evidence/note.json`; none is empty.
        public var files: [String: [UInt8]]

        public init(facts: CaptureFacts, files: [String: [UInt8]] = [:]) {
            self.facts = facts
            self.files = files
        }
    }

    /// Seals the bundle: index, pages, evidence files, both trees, statement, signature, data package, directory; then it
    /// gets its name, never replacing another file. When this returns, all of it is on the disk.
    ///
    /// `material` is asked, with the signature value, for what goes around the signature; it may wait for others.
    public func seal(
        _ contents: Contents, by officer: OfficerIdentity, mode: SealingMode = .live,
        material: @Sendable ([UInt8]) -> SignatureMaterial = { _ in SignatureMaterial() }
    ) throws {
        try state.withLock { state in
            guard !state.isBroken, !state.isFinished else { throw SealingError.broken }
            // What fails half-way cannot be gone on with; recovery begins anew behind the records.
            state.isBroken = true
            do {
                // From here on a power cut costs nothing that was captured.
                if !mode.isRecovery { try settle(&state) }
                if state.isFileOpen { try Self.endFile(&state) }
                try write(contents, by: officer, mode: mode, material: material, into: &state)
                try state.container.finish()
                try state.file.sync()
                try Folder.rename(Self.partialPath(path), to: path)
            } catch {
                throw stopped(error)
            }
            state.isFinished = true
            try Folder.remove(Self.journalPath(path))
        }
    }

    private func write(
        _ contents: Contents, by officer: OfficerIdentity, mode: SealingMode,
        material: @Sendable ([UInt8]) -> SignatureMaterial, into state: inout State
    )
        throws
    {
        var listed: [DataPackage.Resource] = []
        let container = state.container
        func add(_ path: String, _ bytes: [UInt8]) throws {
            guard let digest = try container.add(path, bytes).digest else { throw SealingError.broken }
            listed.append(DataPackage.Resource(path: path, digest: digest, bytes: bytes.count))
        }

        let indexOfIndex = try writeIndex(&state, &listed)
        try add(BundlePath.indexOfIndex, indexOfIndex)
        try add(BundlePath.pages, Self.pages(state.ledger.pages, title: contents.facts.title))
        var files = contents.files
        files[BundlePath.capture] = contents.facts.serialized
        if !state.ledger.actions.isEmpty {
            files[BundlePath.actions] = Array(state.ledger.actions.map { $0 + [0x0A] }.joined())
        }
        for path in BundlePath.listedInOrder {
            if let bytes = files[path], !bytes.isEmpty { try add(path, bytes) }
        }
        let recordsFile = try writeRecords(state)

        var fileTree = MerkleTree()
        var fileLines: [UInt8] = []
        let salts = try SecureRandom.bytes(16 * listed.count)
        for (index, file) in listed.enumerated() {
            let line = FileLine(
                salt: Array(salts[(16 * index)..<(16 * index + 16)]), path: file.path, bytes: file.bytes,
                digest: file.digest
            ).serialized
            fileTree.append(MerkleTree.leaf(line))
            fileLines += line + [0x0A]
        }
        listed.append(recordsFile)
        try add(BundlePath.files, fileLines)

        let statement = CaptureStatement(
            bundle: plan.bundle,
            records: TreeHead(count: state.ledger.tree.count, root: state.ledger.tree.root),
            files: TreeHead(count: fileTree.count, root: fileTree.root), window: contents.facts.window,
            sealing: mode,
            signer: officer.certificate.digest, packaging: packaging.publicKey.digest,
            bracket: files[BundlePath.bracket].map { SHA256Digest.of($0) }, custody: plan.custody
        ).serialized
        let bare = try SignedData.read(try officer.sign(statement, at: clock.now()))
        let around = material(bare.signatureValue)
        let signature = try around.isEmpty ? bare : SignedData.read(CMSSignature.adding(around, to: bare.der))
        try add(BundlePath.statement, statement)
        try add(BundlePath.signature, signature.der)
        try add(BundlePath.signatureValue, signature.signatureValue)
        for (place, token) in signature.timestamps.enumerated() {
            try add(BundlePath.timestamp(place + 1), token)
        }

        let created = contents.facts.window.ended.text
        let package = DataPackage.package(
            title: plan.bundle.urn, created: created, resources: state.archiveFiles + listed)
        let digest = SHA256Digest.of(package)
        try add(BundlePath.dataPackage, package)
        try add(
            BundlePath.dataPackageDigest,
            DataPackage.digest(
                of: digest, created: created,
                signature: try packaging.key.sign(DataPackage.signedBytes(digest)),
                publicKey: packaging.publicKey.spki))
    }

    /// Writes `index.cdx.gz`; gives the bytes of `index.idx`.
    private func writeIndex(_ state: inout State, _ listed: inout [DataPackage.Resource]) throws -> [UInt8] {
        var builder = try IndexBuilder()
        let container = state.container
        try container.begin(BundlePath.index)
        try state.ledger.indexLines.read { line in
            if let member = try builder.append(line) { try container.append(member) }
        }
        if let member = try builder.finish() { try state.container.append(member) }
        let written = try state.container.end()
        guard let digest = written.digest else { throw SealingError.broken }
        listed.append(
            DataPackage.Resource(path: written.entry.name, digest: digest, bytes: written.entry.bytes))
        return builder.indexOfIndex
    }

    /// Writes `records.jsonl` from the journal, and checks on the way that the journal is what was written to it.
    ///
    /// After a recovery, lines of records that are not kept follow those of the records that are.
    private func writeRecords(_ state: State) throws -> DataPackage.Resource {
        try state.container.begin(BundlePath.records)
        var tree = MerkleTree()
        var pending: [UInt8] = []
        try state.journal.forEachLine { line, _, _ in
            guard JournalLine.isRecord(line), tree.count < state.ledger.tree.count else { return }
            tree.append(MerkleTree.leaf(Array(line)))
            pending += line
            pending.append(0x0A)
            if pending.count > 1 << 18 {
                try state.container.append(pending)
                pending.removeAll(keepingCapacity: true)
            }
        }
        guard tree.count == state.ledger.tree.count, tree.root == state.ledger.tree.root else {
            throw SealingError.journalChanged(path: Self.journalPath(path))
        }
        try state.container.append(pending)
        let written = try state.container.end()
        guard let digest = written.digest else { throw SealingError.broken }
        return DataPackage.Resource(path: written.entry.name, digest: digest, bytes: written.entry.bytes)
    }

    private static func pages(_ pages: [Page], title: String?) -> [UInt8] {
        var text = Array("{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"Pages\"}\n".utf8)
        for page in pages {
            let line: JSONValue = [
                "id": .string(page.id.text), "url": .string(page.uri), "ts": .string(page.date.text),
                "title": .string(title ?? ""),
            ]
            text += line.serialized()
            text.append(0x0A)
        }
        return text
    }
}
