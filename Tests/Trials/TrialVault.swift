import Bytes
import Custody
import CustodyEvents
import Evidence
import Files
import Hashing
import Sealing
import Storage
import TestSupport
import Threads
import Vault

/// A vault of many real bundles, each sealed and in the custody log, as captures of many days leave it.
enum TrialVault {
    private static let atOnce = 512

    private struct Sealed: Sendable {
        let bundle: RandomUUID
        let digest: SHA256Digest
    }

    /// `kibibytes` of media that do not deflate are in each bundle; none for 0.
    static func make(at path: String, bundles count: Int, kibibytes: Int) throws {
        let folder = try VaultFolder.create(path)
        let maker = try SmallBundle()
        let store = BundleStore(folder)
        let register = try CustodyRegister(folder: folder.custody, force: "Nobody")
        var number = 0
        while number < count {
            let first = number
            let sealed = try SharedWork.map(min(atOnce, count - first)) { place in
                try seal(first + place, kibibytes: kibibytes, folder, store, maker)
            }
            for one in sealed {
                number += 1
                try note(.sealed, one, number, register, maker)
                try note(.catalogued, one, number, register, maker)
            }
        }
    }

    private static func seal(
        _ number: Int, kibibytes: Int, _ folder: VaultFolder, _ store: BundleStore, _ maker: SmallBundle
    ) throws -> Sealed {
        let path = "\(folder.incoming)/\(number).wacz"
        let writer = try maker.begin(
            at: path, target: "https://social.example/@user\(number % 977)/\(number)")
        if kibibytes > 0 {
            let media = try SecureRandom.bytes(kibibytes << 10)
            try writer.append([maker.record("urn:media:\(number)", "video/mp4", media)])
        }
        try maker.seal(writer, files: [BundlePath.posts: post(number).serialized() + [0x0A]])
        let sealed = Sealed(bundle: writer.plan.bundle, digest: try FileDigest.sha256(of: path))
        try store.place(path, as: sealed.bundle)
        return sealed
    }

    /// Words that a tenth, a hundredth, … of the posts have, and one that no other has.
    private static func post(_ number: Int) -> JSONValue {
        let words = (0..<24).map { "word\((number &* 7919 &+ $0 &* 104_729) % 10_007)" }
        let rare = [10, 100, 1000, 10_000].filter { number % $0 == 0 }.map { "oneof\($0)" }
        let text = (["every", "number\(number)"] + rare + words).joined(separator: " ")
        return [
            "platform": "x", "postId": .string(String(number)), "text": .string(text),
            "createdAt": "2026-11-20T10:00:00Z",
            "author": ["handle": .string("user\(number % 977)"), "name": .string("User \(number % 977)")],
            "url": .string("https://social.example/@user\(number % 977)/\(number)"),
        ]
    }

    private static func note(
        _ verb: CustodyVerb, _ sealed: Sealed, _ number: Int, _ register: CustodyRegister,
        _ maker: SmallBundle
    ) throws {
        let details = [
            JSONMember("reference", .string("JD/\(number)")), JSONMember("case", ""),
            JSONMember("digest", .string(sealed.digest.text)),
        ]
        _ = try register.record(
            verb, bundle: sealed.bundle, details: details, by: maker.officer, at: maker.begun)
    }
}
