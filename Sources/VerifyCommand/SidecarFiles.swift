import Evidence
import Files
import Hashing
import Storage

/// The files beside a bundle that hold timestamps had later.
enum SidecarFiles {
    /// Those that have their name from the bundle, in the order of their numbers, and then those that were named.
    ///
    /// Throws `FileError` when one that was named cannot be read; one that is merely there is then passed over.
    static func read(beside bundle: String, and named: [String]) throws -> [(name: String, bytes: [UInt8])] {
        var found: [(name: String, bytes: [UInt8])] = []
        for path in Sidecar.paths(beside: bundle, where: Folder.exists) {
            found.append(
                (Folder.name(of: path), (try? WholeFile.read(path, maximumBytes: Sidecar.maximumBytes)) ?? [])
            )
        }
        for path in named {
            found.append(
                (Folder.name(of: path), try WholeFile.read(path, maximumBytes: Sidecar.maximumBytes)))
        }
        return found
    }
}
