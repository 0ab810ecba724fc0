import Archive
import Evidence

/// A bundle whose container was read.
struct OpenBundle<Source: ByteSource>: Sendable {
    let source: Source
    let entries: [ContainerEntry]
    let archives: [ContainerEntry]
    let isDerived: Bool
    private let byName: [String: ContainerEntry]

    init(_ source: Source, entries: [ContainerEntry], layout: BundleLayout) {
        self.source = source
        self.entries = entries
        archives = layout.archives
        isDerived = layout.isDerived
        byName = layout.byName
    }

    func entry(_ name: String) -> ContainerEntry? { byName[name] }

    /// A whole file of bounded size; nil when it is missing, which the layout reported, or too large.
    func read(_ name: String, maximumBytes: Int, _ log: FindingLog) throws -> [UInt8]? {
        guard let entry = byName[name] else { return nil }
        guard entry.bytes <= maximumBytes else {
            log.fail(
                "container.file-too-large", .malformed, .container, at: name,
                "this file is larger than the format allows")
            return nil
        }
        let bytes = try source.read(at: entry.offset, count: entry.bytes)
        guard bytes.count == entry.bytes else { throw UnreadableFile() }
        return bytes
    }
}
