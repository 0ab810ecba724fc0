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
        /// Nil when what the log said of it was erased, or is not what was signed.
        var digest: SHA256Digest?
        var isDisposed = false
        var tags: Set<String> = []
    }

    private(set) var bundles: [RandomUUID: Bundle] = [:]

    /// Reads the whole log, on every core. Events that are not signed with a key that counted then say nothing.
    static func read(_ register: CustodyRegister) throws -> LoggedDigests {
        let size = try register.log.note().checkpoint.size
        let width = CustodyRegister.entriesAtOnce
        let keys = try register.keyHistory()
        let found = try SharedWork.map((size + width - 1) / width) { tile in
            try register.entries(from: tile * width, upTo: size).compactMap { change($0, keys) }
        }
        var digests = LoggedDigests()
        for (bundle, change) in found.joined() {
            switch change {
            case .catalogued(let logged):
                if digests.bundles[bundle] == nil { digests.bundles[bundle] = logged }
            case .disposed(let logged): digests.bundles[bundle, default: logged].isDisposed = true
            case .tagged(let added, let removed):
                digests.bundles[bundle]?.tags.subtract(removed)
                digests.bundles[bundle]?.tags.formUnion(added)
            }
        }
        return digests
    }

    private enum Change: Sendable {
        case catalogued(Bundle)
        case disposed(Bundle)
        case tagged(added: Set<String>, removed: Set<String>)
    }

    private static func change(_ entry: CustodyRegister.Entry, _ keys: KeyHistory) -> (RandomUUID, Change)? {
        guard let bundle = entry.event.bundle,
            [.catalogued, .disposed, .tagged].contains(entry.event.verb),
            let signer = entry.event.signer(), keys.knows(signer.keyDigest, at: entry.index)
        else { return nil }
        let details = entry.areDetailsTrue ? entry.details?.json : nil
        if entry.event.verb == .tagged {
            return (
                bundle,
                .tagged(
                    added: ExhibitTag.list(details?["added"]?.string),
                    removed: ExhibitTag.list(details?["removed"]?.string))
            )
        }
        let names = [details?["case"]?.string, details?["reference"]?.string].compactMap(\.self)
        let name = names.filter { !$0.isEmpty }.joined(separator: ":")
        let logged = Bundle(
            name: name.isEmpty ? bundle.text : name,
            digest: details?["digest"]?.string.flatMap { SHA256Digest(text: $0) })
        return (bundle, entry.event.verb == .disposed ? .disposed(logged) : .catalogued(logged))
    }
}
