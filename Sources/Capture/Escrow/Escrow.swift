import Bytes
import Hashing
import Signing
import Synchronization
import Wire

/// Collects masked secrets for the escrow certificate (bundle format, section 10).
final class Escrow: Sendable {
    private let recipient: Certificate
    private let secrets = Mutex<[(record: RandomUUID, mask: RecordedMessage.Mask)]>([])
    private let left = Atomic(false)

    /// Whether some secrets had no room, so that they are masked and in no escrow.
    var leftSome: Bool { left.load(ordering: .relaxed) }

    /// More is not kept: it is no log-in any more.
    private static let maximumSecrets = 20_000

    init(recipient: Certificate) { self.recipient = recipient }

    func add(_ message: RecordedMessage, record: RandomUUID) {
        guard !message.masks.isEmpty else { return }
        secrets.withLock { secrets in
            guard secrets.count + message.masks.count <= Self.maximumSecrets else {
                return left.store(true, ordering: .relaxed)
            }
            secrets += message.masks.map { (record, $0) }
        }
    }

    /// `escrow.p7m` and `masked.jsonl`; nil when nothing was masked.
    func files(bundle: RandomUUID) throws -> (envelope: [UInt8], commitments: [UInt8])? {
        let secrets = secrets.withLock { $0 }
        guard !secrets.isEmpty else { return nil }
        let key = try SecureRandom.bytes(32)
        var commitments: [UInt8] = []
        var listed: [JSONValue] = []
        for (record, mask) in secrets {
            let message = Array("\(record.urn)\n\(mask.offset)\n".utf8) + mask.secret
            let line: JSONValue = [
                "record": .string(record.urn), "offset": JSONValue(mask.offset),
                "commitment": .string(Base64.encode(try MessageCode.hmacSHA256(key: key, message))),
            ]
            commitments += line.serialized() + [0x0A]
            listed.append([
                "record": .string(record.urn), "offset": JSONValue(mask.offset), "kind": .string(mask.kind),
                "secret": .string(Base64.encode(mask.secret)),
            ])
        }
        let content: JSONValue = [
            "format": "exhibit-escrow/1", "bundle": .string(bundle.urn), "key": .string(Base64.encode(key)),
            "secrets": .array(listed),
        ]
        return (try EnvelopedData.encrypt(content.serialized(), to: recipient), commitments)
    }
}
