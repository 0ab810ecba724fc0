import Archive
import Evidence

/// Whether a file is meant to be a bundle of this format at all.
///
/// Taking signature or statement away does not make a foreign file of a bundle.
enum ForeignFile {
    static let finding = Finding(
        "container.foreign", .foreign, .container,
        "This file is not a bundle made by exhibit; nothing was checked.")

    /// Whether a container whose directory could be read is meant to be a bundle: a path, the data package or the first
    /// record says so.
    static func isOurs(_ entries: [ContainerEntry], _ source: some ByteSource) throws -> Bool {
        if entries.contains(where: { $0.name.hasPrefix("evidence/") }) { return true }
        if let package = entries.first(where: { $0.name == BundlePath.dataPackage }) {
            let start = try source.read(at: package.offset, count: min(package.bytes, 4096))
            if contains(start, "\"software\":\"exhibit\"") { return true }
        }
        guard let archive = entries.first(where: { $0.name == BundlePath.archive(1) }) else { return false }
        return contains(try beginning(of: archive, source), "\r\nsoftware: exhibit/")
    }

    /// A container that cannot be read: ours, and then not as sealed, or some other file.
    static func report(_ error: ContainerError, _ source: some ByteSource, _ log: FindingLog) throws {
        let size = try source.size()
        let start = try source.read(at: 0, count: min(size, 64))
        // The directory of a bundle names its evidence files, wherever the file was hurt.
        let tail = try source.read(at: max(0, size - (1 << 20)), count: min(size, 1 << 20))
        guard
            BundleLayout.beginsAsBundle(start) || contains(tail, BundlePath.signature)
                || contains(tail, BundlePath.derivation.signature)
        else {
            return log.add(finding)
        }
        if error.code == .truncated {
            log.fail(
                "container.incomplete", .damaged, .container, at: "byte \(error.offset)",
                "This copy is incomplete: its end is missing, as when a transfer breaks; ask for it again.")
        } else {
            log.fail(error.code.rawValue, .malformed, .container, at: "byte \(error.offset)", error.rule)
        }
    }

    /// The first contents of an archive file's first member; nothing when it is no such member.
    private static func beginning(of archive: ContainerEntry, _ source: some ByteSource) throws -> [UInt8] {
        let piece = try source.read(at: archive.offset, count: min(archive.bytes, 4096))
        var contents: [UInt8] = []
        do {
            let decompressor = try StreamDecompressor(bufferBytes: 4096)
            _ = try unsafe piece.withUnsafeBytes { bytes in
                try unsafe decompressor.append(bytes) { part in
                    if contents.count < 64 << 10 { unsafe contents += part }
                }
            }
        } catch is GzipError {
            // What is no gzip names nobody.
        }
        return contents
    }

    private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let text = Array(text.utf8)
        guard bytes.count >= text.count else { return false }
        return (0...(bytes.count - text.count)).contains {
            bytes[$0] == text[0] && bytes[$0...].starts(with: text)
        }
    }
}
