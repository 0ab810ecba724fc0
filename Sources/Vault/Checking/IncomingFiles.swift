import Bytes
import Storage

/// What lies in `incoming`: bundles that wait, and what is being written there or was left by what ended early. Which of the two a file is
/// cannot be told from it.
struct IncomingFiles {
    /// Sealed bundles that nobody took in.
    private(set) var waiting: [CheckedFile] = []
    /// Everything else.
    private(set) var unfinished: [CheckedFile] = []

    private let logged: [RandomUUID: LoggedDigests.Bundle]

    /// Every file and folder in `incoming`, and in `interrupted` there, where captures of a batch are laid aside.
    static func paths(_ folder: VaultFolder) throws -> [String] {
        let laidAside = folder.interrupted
        let names = try Folder.names(in: folder.incoming).map { folder.incoming + "/" + $0 }
        guard names.contains(laidAside) else { return names }
        return try names.filter { $0 != laidAside } + Folder.names(in: laidAside).map { laidAside + "/" + $0 }
    }

    /// Says what these paths are, as far as they are still there.
    init(_ paths: [String], _ logged: [RandomUUID: LoggedDigests.Bundle]) {
        self.logged = logged
        for path in paths where Folder.exists(path) { take(path) }
    }

    private mutating func take(_ path: String) {
        let name = Folder.name(of: path)
        if name.hasSuffix(".wacz") {
            waiting.append(
                CheckedFile(
                    path: path, state: .surplus,
                    words: "was sealed and is not catalogued; take it in with: exhibit vault add"))
            return
        }
        // One line for a capture: its journal lies beside what it has written.
        if name.hasSuffix(Self.journal),
            Folder.exists(String(path.dropLast(Self.journal.utf8.count - Self.partial.utf8.count)))
        {
            return
        }
        unfinished.append(CheckedFile(path: path, state: .unfinished, words: words(of: name)))
    }

    private static let partial = ".partial"
    private static let journal = partial + ".journal"

    private func words(of name: String) -> String {
        if name.hasSuffix(Self.partial) || name.hasSuffix(Self.journal) {
            return "a capture is writing it, or ended early; then seal it with: exhibit recover"
        }
        if name.hasPrefix(BundleStore.stagedName + ".") {
            return
                "exhibit vault add is looking at this copy, or was interrupted; when none is running, remove it, and add the bundle again"
        }
        if name.contains(".wacz.parts"), let bundle = RandomUUID(name.prefix(36)) {
            let exhibit = logged[bundle].flatMap { $0.isDisposed ? nil : $0.name }
            return "an encryption was interrupted; "
                + (exhibit.map { "this removes it: exhibit vault encrypt \($0)" } ?? "remove it")
        }
        return "is no capture and no bundle; remove it, or bring it where it belongs"
    }
}
