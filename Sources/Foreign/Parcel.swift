import Bytes
import Verifier

/// What is no bundle, but holds some: a handover, or a ZIP file that somebody put bundles into to send them.
enum Parcel {
    static let code = "container.parcel"
    private static let mostNames = 5

    /// What is told of files with these paths; nil when they are neither. A bundle's own files are no parcel, whatever is beside them,
    /// and other makers' bags and WACZ files have rules of their own.
    static func finding(_ paths: [String], isOfKnownKind: Bool) -> Finding? {
        guard !paths.contains(where: { $0.hasPrefix("evidence/") }) else { return nil }
        if paths.contains(where: { $0 == "handover.json" || isInTopFolder($0, "handover.json") }) {
            return Finding(
                code, .foreign, .container,
                "This is a handover, not a bundle: nothing in it was checked here. Unpack it if it is one file, and check each bundle in its folder data; whoever has the program exhibit checks all at once with: exhibit handover verify."
            )
        }
        guard !isOfKnownKind else { return nil }
        let bundles = paths.filter { $0.lowercased().hasSuffix(".wacz") }
        guard !bundles.isEmpty else { return nil }
        let names = bundles.prefix(mostNames).map { SafeText.escaped($0, limit: 100) }
        let more = bundles.count - names.count
        return Finding(
            code, .foreign, .container,
            "This is no bundle, but a file that \(bundles.count == 1 ? "one" : "\(bundles.count)") may have been put into: nothing was checked. Unpack it, and check what is in it: \(names.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "")."
        )
    }

    private static func isInTopFolder(_ path: String, _ name: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[1] == name
    }
}
