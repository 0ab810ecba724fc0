import Storage
import Vault

/// What captures left that were stopped, or killed, before they were sealed.
enum UnsealedCaptures {
    private static let ends = [".wacz.partial", ".wacz.partial.journal"]

    /// Their partial files in the vault and in this folder, each once, in the order of their names.
    static func list(_ vault: VaultFolder?) throws -> [String] {
        var folders = vault.map { [$0.incoming, $0.interrupted] } ?? []
        if try !folders.contains(where: { try Folder.exists($0) && Folder.isSameFile($0, ".") }) {
            folders.append(".")
        }
        return try folders.filter(Folder.isFolder).flatMap(names)
    }

    private static func names(in folder: String) throws -> [String] {
        let names = try Folder.names(in: folder).filter { name in ends.contains(where: name.hasSuffix) }
        let stems = Set(names.map { $0.hasSuffix(".journal") ? String($0.dropLast(8)) : $0 })
        return stems.sorted().map { folder == "." ? $0 : "\(folder)/\($0)" }
    }
}
