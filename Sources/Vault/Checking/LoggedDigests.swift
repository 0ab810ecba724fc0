import Bytes
import Custody
import CustodyEvents
import Hashing
import Threads
import TransparencyLogs

/// What the log says the bundles of the vault are; read from the log itself, since the catalogue proves nothing.
struct LoggedDigests: Sendable {
    struct Bundle: Sendable {
        /// As in the case, for a person: `OP-HERON:SJ/1`.
        var name: String
        /// Nil when what the log said of it was erased, or is not signed.
        var digest: SHA256Digest?
        var isDisposed = false
    }

    private(set) var bundles: [RandomUUID: Bundle] = [:]

    /// Reads the whole log, on every core.
    static func read(_ register: CustodyRegister) throws -> LoggedDigests {
        let size = try register.log.note().checkpoint.size
        let width = CustodyRegister.entriesAtOnce
        let found = try SharedWork.map((size + width - 1) / width) { tile in
            try register.entries(from: tile * width, upTo: size).compactMap(change)
        }
        var digests = LoggedDigests()
        for (bundle, change) in found.joined() {
            if change.isDisposed {
                digests.bundles[bundle, default: change].isDisposed = true
            } else if digests.bundles[bundle] == nil {
                digests.bundles[bundle] = change
            }
        }
        return digests
    }

    private static func change(_ entry: CustodyRegister.Entry) -> (RandomUUID, Bundle)? {
        guard let bundle = entry.event.bundle, [.catalogued, .disposed].contains(entry.event.verb) else {
            return nil
        }
        let details = entry.areDetailsTrue && entry.event.signer() != nil ? entry.details?.json : nil
        let names = [details?["case"]?.string, details?["reference"]?.string].compactMap(\.self)
        let name = names.filter { !$0.isEmpty }.joined(separator: ":")
        return (
            bundle,
            Bundle(
                name: name.isEmpty ? bundle.text : name,
                digest: details?["digest"]?.string.flatMap { SHA256Digest(text: $0) },
                isDisposed: entry.event.verb == .disposed)
        )
    }
}
