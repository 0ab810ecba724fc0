import Bytes
import Glibc
import SealedParts
import Signing
import Storage
import Synchronization
import Threads
import Vault
import VerifyCommand

/// Encrypted exhibits that this process has opened: files for this user alone in $TMPDIR, or else /tmp, which go when it ends or is
/// interrupted. One that is killed leaves them.
enum OpenedExhibits {
    private static let held = Mutex<[RandomUUID: TemporaryContents]>([:])
    /// Whether the end of the program removes them.
    private static let isWatched = Mutex(false)

    /// Where a bundle lies in the clear; nil for one that was not opened.
    static func path(of bundle: RandomUUID) -> String? { held.withLock { $0[bundle]?.path } }

    /// Decrypts an exhibit, with its sidecars beside it; once, however often it is asked for.
    static func open(_ vault: ExhibitVault, _ entry: CatalogueEntry, with key: SigningKey) throws {
        guard path(of: entry.bundle) == nil else { return }
        let name = SafeText.escaped(entry.name)
        try isWatched.withLock { isWatched in
            guard !isWatched else { return }
            try Interruption.endHere()
            atexit { OpenedExhibits.removeAll() }
            isWatched = true
        }
        let contents: TemporaryContents
        do {
            contents = try SealedParts.openTemporarily(
                vault.bundles.partsPath(of: entry.bundle), with: key,
                in: EnvironmentVariable.value("TMPDIR") ?? "/tmp")
        } catch let failure as SealedParts.Failure {
            var words = "\(name): \(failure)"
            if case .notForThisKey = failure {
                words += "; that person can let you: exhibit vault encrypt --again \(name)"
            }
            throw CommandError(.badInput, words)
        }
        guard contents.list.digest == entry.digest else {
            throw CommandError(
                .badInput, "\(name): is not as the log has it; see: exhibit vault check")
        }
        try vault.bundles.copySidecars(of: entry.bundle, beside: contents.path)
        held.withLock { $0[entry.bundle] = contents }
    }

    static func close(_ bundle: RandomUUID) { held.withLock { $0[bundle] = nil } }

    static func removeAll() { held.withLock { $0 = [:] } }
}
