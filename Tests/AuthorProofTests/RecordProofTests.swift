import Bytes
import Foundation
import Hashing
import TestSupport
import Testing

@testable import AuthorProof

/// Proofs out of signed repositories, made here with keys of both curves that stock OpenSSL signs with.
struct RecordProofTests {
    enum Curve: String, CaseIterable, Sendable {
        case secp256k1, prime256v1
    }

    private static let account = "did:plc:northgatewatch0000000001"
    private static let key = "3m2bcd2cys22c"

    /// A repository with one post in a tree of two levels, signed.
    struct Repository {
        var blocks: [(name: ContentIdentifier, bytes: [UInt8])] = []
        var root: ContentIdentifier
        let document: [UInt8]

        init(
            _ curve: Curve, text: String = "We know which bus you take.", rkey: String = RecordProofTests.key
        ) throws {
            let openssl = try #require(Tool.named("openssl"))
            let folder = try TemporaryFolder()
            let keyFile = folder.file("key.pem")
            #expect(
                try openssl.run("ecparam", "-name", curve.rawValue, "-genkey", "-noout", "-out", keyFile)
                    .status == 0)
            let spki = try openssl.run(
                "ec", "-in", keyFile, "-pubout", "-conv_form", "compressed", "-outform", "DER"
            ).output
            let prefix: [UInt8] = curve == .secp256k1 ? [0xE7, 0x01] : [0x80, 0x24]
            let account = RecordProofTests.account
            document = Array(
                """
                {"id":"\(account)","verificationMethod":[{"id":"\(account)#atproto","type":"Multikey","controller":"\(account)","publicKeyMultibase":"z\(Self.base58(prefix + spki.suffix(33)))"}],"service":[{"id":"#atproto_pds","type":"AtprotoPersonalDataServer","serviceEndpoint":"https://pds.example"}]}
                """.utf8)
            var blocks: [(name: ContentIdentifier, bytes: [UInt8])] = []
            func add(_ value: CBORValue) throws -> ContentIdentifier {
                let bytes = value.serialized
                let name = try #require(
                    ContentIdentifier([0x01, 0x71, 0x12, 0x20] + SHA256Digest.of(bytes).bytes))
                blocks.append((name, bytes))
                return name
            }
            func map(_ members: [(String, CBORValue)]) -> CBORValue {
                .map(
                    members.sorted {
                        $0.0.utf8.count != $1.0.utf8.count ? $0.0.utf8.count < $1.0.utf8.count : $0.0 < $1.0
                    }
                    .map { CBORValue.Member(name: $0.0, value: $0.1) })
            }
            let record = try add(
                map([
                    ("$type", .text("app.bsky.feed.post")), ("text", .text(text)),
                    ("createdAt", .text("2026-10-03T18:22:41.500Z")),
                ]))
            let leaf = try add(
                map([
                    ("l", .null),
                    (
                        "e",
                        .array([
                            map([
                                ("p", .integer(0)), ("k", .bytes(Array("app.bsky.feed.post/\(rkey)".utf8))),
                                ("v", .link(record)), ("t", .null),
                            ])
                        ])
                    ),
                ]))
            let other = try add(map([("text", .text("other"))]))
            let tree = try add(
                map([
                    ("l", .link(leaf)),
                    (
                        "e",
                        .array([
                            map([
                                ("p", .integer(0)), ("k", .bytes(Array("app.bsky.feed.post/4".utf8))),
                                ("v", .link(other)), ("t", .null),
                            ])
                        ])
                    ),
                ]))
            let unsigned: [(String, CBORValue)] = [
                ("did", .text(account)), ("rev", .text("3m2bcd2cys22d")), ("data", .link(tree)),
                ("prev", .null), ("version", .integer(3)),
            ]
            let message = try folder.write(map(unsigned).serialized, to: "commit")
            // Half of all signatures have a low s; the protocol takes no others.
            var compact: [UInt8] = []
            repeat {
                compact = try Self.compact(openssl.run("dgst", "-sha256", "-sign", keyFile, message).output)
            } while compact[32] >= 0x7F
            root = try add(map(unsigned + [("sig", .bytes(compact))]))
            self.blocks = blocks
        }

        /// As a server hands it out.
        var archive: [UInt8] {
            func section(_ bytes: [UInt8]) -> [UInt8] {
                var length = bytes.count
                var head: [UInt8] = []
                repeat {
                    head.append(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
                    length >>= 7
                } while length > 0
                return head + bytes
            }
            let header = CBORValue.map([
                .init(name: "roots", value: .array([.link(root)])),
                .init(name: "version", value: .integer(1)),
            ])
            return section(header.serialized) + blocks.flatMap { section($0.name.raw + $0.bytes) }
        }

        private static func compact(_ der: [UInt8]) -> [UInt8] {
            var place = 2
            return (0..<2).flatMap { _ -> [UInt8] in
                let length = Int(der[place + 1])
                let digits = der[(place + 2)..<(place + 2 + length)].drop { $0 == 0 }
                place += 2 + length
                return [UInt8](repeating: 0, count: 32 - digits.count) + digits
            }
        }

        private static func base58(_ bytes: [UInt8]) -> String {
            let letters = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
            var digits: [Int] = []
            for byte in bytes {
                var carry = Int(byte)
                for place in digits.indices {
                    carry += digits[place] << 8
                    digits[place] = carry % 58
                    carry /= 58
                }
                while carry > 0 {
                    digits.append(carry % 58)
                    carry /= 58
                }
            }
            return String(digits.reversed().map { letters[$0] })
        }
    }

    private func check(
        _ repository: Repository, archive: [UInt8]? = nil, account: String = Self.account,
        key: String = Self.key
    )
        -> RecordProof.Outcome
    {
        RecordProof.check(
            archive ?? repository.archive, account: account, key: key, document: repository.document)
    }

    @Test(arguments: Curve.allCases) func aSignedRecordIsProven(_ curve: Curve) throws {
        let repository = try Repository(curve)
        #expect(
            check(repository)
                == .proven(
                    text: "We know which bus you take.", createdAt: "2026-10-03T18:22:41.500Z",
                    revision: "3m2bcd2cys22d"))
        #expect(check(repository, key: "3m2bcd2cys22b") == .absent(revision: "3m2bcd2cys22d"))
        #expect(
            RecordProof.proofAddress(of: Self.account, key: Self.key, document: repository.document)
                == "https://pds.example/xrpc/com.atproto.sync.getRecord?did=\(Self.account)&collection=app.bsky.feed.post&rkey=\(Self.key)"
        )
    }

    @Test func nothingElseIsProven() throws {
        let repository = try Repository(.secp256k1)
        // Every changed bit of the archive, every eighth of them tried.
        let archive = repository.archive
        for place in stride(from: 0, to: archive.count * 8, by: 5) {
            var changed = archive
            changed[place / 8] ^= 1 << UInt8(place % 8)
            if case .proven = check(repository, archive: changed) {
                Issue.record("bit \(place) is not bound")
            }
        }
        for count in stride(from: 0, to: archive.count, by: 7) {
            if case .proven = check(repository, archive: Array(archive.prefix(count))),
                count < archive.count - 200
            {
                Issue.record("cut after \(count)")
            }
        }
        let other = try Repository(.secp256k1, text: "Something else.")
        guard
            case .failed = RecordProof.check(
                other.archive, account: Self.account, key: Self.key, document: repository.document)
        else { return #expect(Bool(false), "another account's key signed it") }
        guard case .failed = check(repository, account: "did:plc:other") else {
            return #expect(Bool(false), "another account was proven")
        }
        // A node on the way is left out: that the record is not there is not shown.
        var short = repository
        short.blocks.remove(at: 1)
        #expect(check(short) == .failed("the way to the record is not all in the server's proof"))
    }

    @Test func hostileBlocksAreNoTrap() {
        for bytes in [
            [], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x01, 0xA0],
            [0x05, 0x9B, 0xFF, 0xFF, 0xFF, 0xFF],
        ] as [[UInt8]] {
            _ = RecordProof.check(bytes, account: "did:plc:a", key: "a", document: Array("{}".utf8))
            _ = try? CBORReader.read(bytes)
        }
        _ = try? CBORReader.read([UInt8](repeating: 0x81, count: 100_000))
    }
}
