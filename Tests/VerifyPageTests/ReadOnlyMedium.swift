import Foundation
import Hashing
import TestSupport

/// Files on a medium that cannot be written, as one that is handed over.
final class ReadOnlyMedium: Sendable {
    private let folder: TemporaryFolder
    /// Where the files are.
    var path: String { folder.file("medium") }
    private var image: String { folder.file("image") }

    static let need = "needs mkfs.ext4, and root to mount a file system"

    /// Whether this machine lets us make and mount one.
    static let isAvailable: Bool = {
        guard let medium = try? ReadOnlyMedium([]) else { return false }
        medium.remove()
        return true
    }()

    init(_ files: [(name: String, bytes: [UInt8])]) throws {
        folder = try TemporaryFolder()
        let manager = FileManager.default
        for name in ["files", "medium"] {
            try manager.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        for (name, bytes) in files {
            let path = try folder.write(bytes, to: "files/" + name)
            try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        }
        // The browser's account is another.
        for name in ["", "files", "medium"] {
            try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.file(name))
        }
        try Self.run("truncate", "-s", "16M", image)
        try Self.run("mkfs.ext4", "-q", "-F", "-d", folder.file("files"), image)
        try Self.run("mount", "-o", "loop,ro,noload", image, path)
    }

    /// The digest of the whole medium.
    func digest() throws -> SHA256Digest {
        SHA256Digest.of([UInt8](try Data(contentsOf: URL(fileURLWithPath: image))))
    }

    func remove() { _ = try? Tool.named("umount")?.run("-q", path) }

    private static func run(_ name: String, _ arguments: String...) throws {
        guard let outcome = try Tool.named(name)?.run(arguments), outcome.status == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }
}
