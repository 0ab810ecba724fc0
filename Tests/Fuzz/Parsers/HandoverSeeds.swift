import Bytes
import Files
import Handover
import Hashing
import SealedParts
import Sealing
import Signing
import TestSupport

/// A handover, its receipt, and a file in encrypted parts, for fuzzing to begin with.
enum HandoverSeeds {
    private static func officer(_ kind: KeyKind = .p256) throws -> OfficerIdentity {
        let key = try SigningKey.generate(kind)
        return OfficerIdentity(
            key: key,
            certificate: try CertificateIssue.make(
                .officer, key: key, commonName: "PC 1234 Jo Doe", organization: "Example Police", from: time,
                days: 30))
    }

    private static let time = Timestamp(seconds: 1_795_444_325)

    /// Written one after the other, as in a file: head, contents, tag.
    static func envelopes() throws -> [[UInt8]] {
        let recipients = try [KeyKind.p256, .p384, .rsa(bits: 2048)].map { try officer($0).certificate }
        return try (recipients.map { [$0] } + [recipients]).map { recipients in
            var writer = try AuthenticatedEnvelope.Writer.begin(to: recipients, count: 9)
            let head = writer.head
            var contents = Array("Guten Tag".utf8)
            try writer.encrypt(&contents, count: 9)
            return head + contents + (try writer.end())
        }
    }

    static func parts() throws -> [[UInt8]] {
        let (folder, officer) = (try TemporaryFolder(), try officer())
        let path = try folder.write(Array("Guten Tag".utf8), to: "note.txt")
        let list = try SealedParts.encrypt(
            OpenFile.reading(path), named: "note.txt", bundle: SecureRandom.uuid(),
            to: [officer.certificate], by: officer, into: folder.file("parts"), at: time, partBytes: 4)
        return [list.serialized, try folder.read("parts/parts.json.p7s")]
    }

    private static func handover() throws -> (
        made: HandoverBag.Made, signature: [UInt8], officer: OfficerIdentity
    ) {
        let (folder, officer, bundle) = (try TemporaryFolder(), try officer(), Array("bundle".utf8))
        let bag = try HandoverBag(
            to: "Jane Roe, CPS", reason: "charging",
            log: HandoverStatement.Log(key: "force+00000000+AA==", checkpoint: "force\n1\nAA==\n"),
            bundles: [
                HandoverStatement.Bundle(
                    bundle: SecureRandom.uuid(), path: "data/a.wacz", name: "a.wacz",
                    digest: SHA256Digest.of(bundle), sidecars: ["data/b.json"], transcript: "data/c.json")
            ],
            items: [
                BagItem("data/a.wacz", .bytes(bundle)), BagItem("data/b.json", .bytes([])),
                BagItem("data/c.json", .bytes([1])),
            ])
        let made = try bag.write(toFolder: folder.file("bag"), by: officer, at: time)
        return (made, try folder.read("bag/handover.json.p7s"), officer)
    }

    static func handovers() throws -> [[UInt8]] {
        let (made, signature, _) = try handover()
        return [made.statement.serialized, signature]
    }

    static func receipts() throws -> [[UInt8]] {
        let (made, _, officer) = try handover()
        let receipt = Receipt(
            for: made.statement, digest: made.digest, status: 2, by: officer.certificate, remark: "bag 7",
            at: time)
        return [receipt.serialized, try officer.sign(receipt.serialized, at: time)]
    }
}
