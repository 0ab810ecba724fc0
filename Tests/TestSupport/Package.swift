import Foundation

/// Where things lie for tests.
public enum Package {
    /// The package's own folder.
    public static let root = String(#filePath.dropLast("/Tests/TestSupport/Package.swift".count))

    /// Other people's data, beside the package; absent in most clones.
    public static let shared = root + "/../shared"

    public static var hasShared: Bool { FileManager.default.fileExists(atPath: shared + "/fixtures") }

    /// The folder of the programs that this test run was built with.
    public static var products: String {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0])
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            if FileManager.default.isExecutableFile(atPath: folder.path + "/exhibit-verify") {
                return folder.path
            }
        }
        return root + "/.build/debug"
    }
}
