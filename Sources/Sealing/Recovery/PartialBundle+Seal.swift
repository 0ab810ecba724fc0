import Archive
import Bytes
public import Evidence
import Files
import Hashing
import Storage
import Writing

extension PartialBundle {
    /// Seals what is whole, under the name that the bundle was to have.
    ///
    /// Cuts off what is behind the kept records, and writes on from there. The journal stays until the bundle has its
    /// name, so that a process that dies here, or a full disk, costs nothing: recovery is run again.
    public func seal(by officer: OfficerIdentity, clock: SealingClock) throws {
        let packaging = try PackagingKey()
        let (entries, resources) = try endArchives()
        var state = BundleWriter.State(
            file: file, container: try ContainerWriter(file, after: entries),
            journal: try Journal.locked(journal),
            ledger: ledger)
        state.archiveFiles = resources
        state.fileNumber = resources.count
        let writer = BundleWriter(path: path, plan: plan, packaging: packaging, clock: clock, state: state)
        let mode = SealingMode.recovered(
            SealingMode.Recovery(
                recoveredAt: clock.now(), recoveredBy: officer.certificate.digest, captured: plan.packaging,
                recovered: packaging.publicKey.digest, journalled: checkpoint, unjournalled: unjournalled))
        try writer.seal(BundleWriter.Contents(facts: facts), by: officer, mode: mode)
    }

    /// Writes the local header of each archive file anew, with the checksum and size of what is kept.
    private func endArchives() throws -> ([ContainerEntry], [DataPackage.Resource]) {
        var entries: [ContainerEntry] = []
        var resources: [DataPackage.Resource] = []
        for archive in archives {
            var crc = CRC32()
            var digest = try RunningDigest.sha256()
            var place = 0
            while place < archive.bytes {
                let piece = try file.read(
                    at: archive.offset + place, count: min(1 << 20, archive.bytes - place))
                guard !piece.isEmpty else { throw SealingError.broken }
                crc.update(piece)
                try digest.update(piece)
                place += piece.count
            }
            let entry = ContainerEntry(
                name: archive.name, crc: crc.value, bytes: archive.bytes, headerOffset: archive.headerOffset)
            try file.write(ContainerLayout.localHeader(entry), at: entry.headerOffset)
            entries.append(entry)
            resources.append(
                DataPackage.Resource(path: archive.name, digest: try digest.finalize(), bytes: archive.bytes))
        }
        return (entries, resources)
    }
}
