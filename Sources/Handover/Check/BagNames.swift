import Bytes
import Storage
import Verifier

/// The names in a folder that claims to be a handover: files alone, few, not deep, and none that another system would take for one.
struct BagNames {
    /// Sorted.
    private(set) var paths: Set<String> = []
    private(set) var findings: [Finding] = []
    private static let mostDepth = 4
    private static let mostNames = HandoverStatement.maximumFiles + 100

    init(in folder: String) throws {
        try walk(folder, prefix: "", depth: 0)
        var folded: Set<String> = []
        for path in paths.sorted() where !folded.insert(path.lowercased()).inserted {
            fail("handover.twins", path, "another file has this name but for upper and lower case")
        }
    }

    private mutating func walk(_ folder: String, prefix: String, depth: Int) throws {
        for name in try Folder.names(in: folder) {
            let path = prefix + name
            guard paths.count < Self.mostNames else {
                if !findings.contains(where: { $0.code == "handover.too-many" }) {
                    fail("handover.too-many", prefix, "there are more files than a handover has")
                }
                return
            }
            switch try Folder.kind(of: folder + "/" + name) {
            case .file: paths.insert(path)
            case .folder where depth + 1 < Self.mostDepth:
                try walk(folder + "/" + name, prefix: path + "/", depth: depth + 1)
            case .folder: fail("handover.kind", path, "folders lie deeper than in a handover")
            case .symbolicLink:
                fail("handover.kind", path, "a link stands where a file must be; it was not followed")
            case .special: fail("handover.kind", path, "it is no file but a pipe, a socket or a device")
            }
        }
    }

    private mutating func fail(_ code: String, _ path: String, _ text: String) {
        guard findings.count < 100 else { return }
        findings.append(
            Finding(
                code, .failure(.malformed), .container, at: SafeText.escaped(path, limit: 200), text))
    }
}
