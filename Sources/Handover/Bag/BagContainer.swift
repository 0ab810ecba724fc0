import Archive
import Files
import Writing

/// A bag as a ZIP file with one folder at its top, in the profile of bundles but for its names (`docs/formats/handover.md`).
struct BagContainer: BagSink {
    private let writer: ContainerWriter
    private let top: String

    init(_ file: OpenFile, top: String) throws {
        writer = try ContainerWriter(file, naming: ContainerName.isAllowedInBag)
        self.top = top
    }

    mutating func begin(_ path: String) throws { try writer.begin(top + "/" + path, digesting: false) }

    mutating func append(_ bytes: UnsafeRawBufferPointer) throws { try unsafe writer.append(bytes) }

    mutating func end() throws { _ = try writer.end() }

    func finish() throws { try writer.finish() }
}
