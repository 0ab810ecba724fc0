import Foundation

/// A small file system in an image, which holds only what reached the disk: what a machine finds after a power cut.
public final class PowerDisk: Sendable {
    public let folder: TemporaryFolder
    /// Where it is used.
    public var live: String { folder.file("live") }
    /// Where it is after the power was cut.
    public var afterwards: String { folder.file("afterwards") }

    /// Whether this machine lets us make and mount one.
    public static let isAvailable: Bool = {
        guard let disk = try? PowerDisk() else { return false }
        disk.remove()
        return true
    }()

    public init() throws {
        folder = try TemporaryFolder()
        for name in ["live", "afterwards"] {
            try FileManager.default.createDirectory(
                atPath: folder.file(name), withIntermediateDirectories: true)
        }
        try Self.run("truncate", "-s", "64M", folder.file("image"))
        try Self.run("mkfs.ext4", "-q", "-F", folder.file("image"))
        try Self.run("mount", "-o", "loop", folder.file("image"), live)
    }

    /// What has reached the disk by now is mounted a second time.
    public func cutPower() throws {
        try Self.run("cp", "--sparse=always", folder.file("image"), folder.file("copy"))
        try Self.run("mount", "-o", "loop", folder.file("copy"), afterwards)
    }

    public func remove() {
        for name in [live, afterwards] { _ = try? Tool.named("umount")?.run("-q", name) }
    }

    private static func run(_ name: String, _ arguments: String...) throws {
        guard let outcome = try Tool.named(name)?.run(arguments), outcome.status == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }
}
