import Archive
import Evidence

/// Whether a file is meant to be a bundle of this format at all.
///
/// Taking signature or statement away does not make a foreign file of a bundle.
enum ForeignFile {
    static let finding = Finding(
        "container.foreign", .foreign, .container,
        "This file is not a bundle made by exhibit; nothing was checked.")

    /// What the bytes of a bundle have near the beginning or the end, wherever the file was hurt.
    private static let marks = [
        BundlePath.statement, BundlePath.signature, BundlePath.records, "\"software\":\"exhibit\"",
    ].map { Array($0.utf8) }
    private static let markedBytes = 1 << 20

    /// Whether the file begins as a bundle does, or names files or the program of one (`docs/formats/findings.md`).
    static func isOurs(_ source: some ByteSource) throws -> Bool {
        let size = try source.size()
        let first = try source.read(at: 0, count: min(size, markedBytes))
        if BundleLayout.beginsAsBundle(Array(first.prefix(64))) { return true }
        if contains(first, anyOf: marks) { return true }
        let place = max(0, size - markedBytes)
        guard place > 0 else { return false }
        return contains(try source.read(at: place, count: size - place), anyOf: marks)
    }

    /// A container that cannot be read: not as sealed.
    static func report(_ error: ContainerError, _ log: FindingLog) {
        if error.code == .truncated {
            log.fail(
                "container.incomplete", .damaged, .container, at: "byte \(error.offset)",
                "This copy is incomplete: its end is missing, as when a transfer breaks; ask for it again.")
        } else {
            log.fail(error.code.rawValue, .malformed, .container, at: "byte \(error.offset)", error.rule)
        }
    }

    private static func contains(_ bytes: [UInt8], anyOf texts: [[UInt8]]) -> Bool {
        let beginnings = Set(texts.compactMap(\.first))
        return bytes.indices.contains { place in
            beginnings.contains(bytes[place]) && texts.contains { bytes[place...].starts(with: $0) }
        }
    }
}
