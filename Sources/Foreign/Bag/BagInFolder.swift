import Files
import Storage

/// A bag in a folder. Links are not followed, and count as files that cannot be read.
struct BagInFolder: BagFiles {
    private static let mostFiles = 200_000
    private static let mostDepth = 32

    private let folder: String
    let paths: [String]

    init(_ folder: String) throws {
        self.folder = folder
        var found: [String] = []
        try Self.walk(folder, "", depth: 0, &found)
        paths = found.sorted()
    }

    private static func walk(_ folder: String, _ prefix: String, depth: Int, _ found: inout [String]) throws {
        guard depth < mostDepth, found.count < mostFiles else { return }
        for name in try Folder.names(in: folder) {
            let path = folder + "/" + name
            if try Folder.kind(of: path) == .folder {
                try walk(path, prefix + name + "/", depth: depth + 1, &found)
            } else {
                found.append(prefix + name)
            }
        }
    }

    func size(_ path: String) throws -> Int? {
        guard paths.contains(path) || Folder.exists(folder + "/" + path) else { return nil }
        return try? OpenFile.readingNoLink(folder + "/" + path).size()
    }

    func read(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        guard let file = try? OpenFile.readingNoLink(folder + "/" + path) else { return false }
        var place = 0
        while true {
            let piece = try file.read(at: place, count: 256 << 10)
            if piece.isEmpty { return true }
            try unsafe piece.withUnsafeBytes { try unsafe body($0) }
            place += piece.count
        }
    }
}
