import Archive
import Files

/// The files of a bag: in a folder, or in a ZIP file with one folder at its top.
protocol BagFiles {
    /// Paths inside the bag, sorted.
    var paths: [String] { get }
    /// Bytes of a file; nil when it is not there.
    func size(_ path: String) throws -> Int?
    /// Hands a file to `body`, piece by piece; false when it cannot be read whole.
    func read(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool
}

extension BagFiles {
    /// A whole small file; nil when it is missing or larger.
    func contents(_ path: String, maximumBytes: Int = 64 << 20) throws -> [UInt8]? {
        guard let size = try size(path), size <= maximumBytes else { return nil }
        var bytes: [UInt8] = []
        let done = try unsafe read(path) { unsafe bytes += $0 }
        return done ? bytes : nil
    }
}

/// A bag in a ZIP file.
struct BagInContainer<Source: ByteSource>: BagFiles {
    private let container: ForeignContainer<Source>
    private let top: String

    /// Nil when no `bagit.txt` stands at the top of the one folder.
    init?(_ container: ForeignContainer<Source>) {
        guard
            let mark = container.entries.first(where: { entry in
                let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
                return parts.last == "bagit.txt" && parts.count <= 2
            })
        else { return nil }
        self.container = container
        top = String(mark.name.dropLast("bagit.txt".count))
    }

    var paths: [String] {
        container.entries.filter { !$0.isFolder && $0.name.hasPrefix(top) }.map {
            String($0.name.dropFirst(top.count))
        }.sorted()
    }

    func size(_ path: String) throws -> Int? { container.entry(top + path)?.bytes }

    func read(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        guard let entry = container.entry(top + path) else { return false }
        return try unsafe container.read(entry, body)
    }
}
