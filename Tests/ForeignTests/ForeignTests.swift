import Bytes
import Evidence
import Foreign
import Foundation
import Hashing
import Signing
import TestSupport
import Testing
import VectorCases
import Verifier

/// Files of other makers: good ones pass, and what was done to a bad one is named.
struct ForeignTests {
    private func verdict(_ bytes: [UInt8], accepted: Bool = true, anchors: TrustAnchors = TrustAnchors())
        throws -> Verdict
    {
        try ForeignVerifier.verify(
            bytes: bytes, isAccepted: accepted, options: VerifyOptions(anchors: anchors))
    }

    private func failures(_ bytes: [UInt8]) throws -> Set<String> {
        Set(
            try verdict(bytes).findings.compactMap { finding in
                if case .failure = finding.weight { finding.code } else { nil }
            })
    }

    private func failures(_ change: (inout ForeignPackage) throws -> Void) throws -> Set<String> {
        var package = try ForeignPackage()
        try change(&package)
        return try failures(package.parts().container)
    }

    @Test func aGoodPackagePassesWhenThatIsAskedForAlone() throws {
        let bytes = try ForeignPackage().parts().container
        let accepted = try verdict(bytes)
        #expect(accepted.status == .intact, "\(accepted.findings)")
        #expect(accepted.findings.contains { $0.code == "foreign.signed-anonymously" })
        #expect(try verdict(bytes, accepted: false).status == .cannotBeVerified)
        // Ours it is not, for our verifier.
        let ours = try BundleVerifier.verify(bytes: bytes, options: VerifyOptions(anchors: TrustAnchors()))
        #expect(ours.isForeign)
    }

    // MARK: What verifiers have overlooked, each class of it

    @Test func aListMadeAnewUnderAnOldSignatureIsFound() throws {
        let old = try ForeignPackage()
        let oldHash = SHA256Digest.of(Array(old.package.utf8)).text
        let oldSigned = try old.signedData(oldHash)
        let found = try failures { package in
            package["pages/pages.jsonl"] = Array(
                "{\"url\":\"\(ForeignPackage.uri)\",\"title\":\"Forged\"}\n".utf8)
            package.editDigest = { digest in
                String(
                    digest.prefix(upTo: digest.range(of: ",\"signedData\"")?.lowerBound ?? digest.endIndex))
                    + ",\"signedData\":\(oldSigned)}"
            }
        }
        #expect(found == ["foreign.signature-other"])
    }

    @Test func weakAndUnlabelledDigestsInTheListAreRefused() throws {
        for label in ["md5:", "sha1:", "", "SHA256:", "crc32:"] {
            let found = try failures { package in
                package.editPackage = { $0.replacing("\"hash\":\"sha256:", with: "\"hash\":\"\(label)") }
            }
            #expect(found.contains("foreign.digest-kind"), "\(label): \(found)")
        }
    }

    @Test func filesThatAreNotListedAreFound() throws {
        for name in ["archive/hidden", "evil/deep/pages/pages.jsonl", "pages/extra.jsonl"] {
            let bytes = try ForeignPackage().parts()
            var parts = bytes
            parts.files.insert((name, Array("{}".utf8)), at: 0)
            #expect(try failures(parts.container).contains("foreign.unlisted"), "\(name)")
        }
    }

    @Test func aSecondFileOfOneNameIsFound() throws {
        var parts = try ForeignPackage().parts()
        parts.files.insert(("pages/pages.jsonl", Array("{\"url\":\"x\"}\n".utf8)), at: 0)
        #expect(try failures(parts.container).contains("foreign.zip-duplicate"))
        var other = try ForeignPackage().parts()
        other.files.insert(("Pages/pages.jsonl", Array("{\"url\":\"x\"}\n".utf8)), at: 0)
        #expect(try failures(other.container).contains("foreign.zip-duplicate"))
    }

    @Test func aSignatureOverNothingOfThisFileIsFound() throws {
        let zero = "sha256:" + String(repeating: "0", count: 64)
        #expect(
            try failures { package in
                package.editDigest = { digest in
                    digest.replacing(
                        "\"signedData\":{\"hash\":\"\(digest.dropFirst(35).prefix(71))\"",
                        with: "\"signedData\":{\"hash\":\"\(zero)\"")
                }
            } == ["foreign.signature-other"])
        #expect(
            try failures {
                $0.editDigest = { $0.replacing("\"version\":", with: "\"extra\":1,\"version\":") }
            }
                == ["foreign.signature-form"])
        #expect(
            try failures {
                $0.editDigest = { $0.replacing("\"hash\":", with: "\"hash\":\"sha256:00\",\"hash\":") }
            }
                == ["foreign.package-form"])
        #expect(
            try failures {
                $0.editDigest = { $0.replacing("\"created\":\"2026", with: "\"created\":\"2020") }
            }
                == ["foreign.signature-other"])
        #expect(
            try failures {
                $0.editDigest = { $0.replacing("\"signature\":\"ME", with: "\"signature\":\"MF") }
            }
            .subtracting(["foreign.signature-invalid", "foreign.signature-form"]) == [])
    }

    @Test func aChangedRecordIsFoundByItsOwnDigestToo() throws {
        let found = try failures { package in
            let digest = SHA256Digest.of(Array(ForeignPackage.payload.utf8)).text
            package["archive/data.warc.gz"] = try ForeignPackage.member(
                ForeignPackage.record(payload: "<p>Guten TAG", digest: digest))
        }
        #expect(found.contains("foreign.payload-digest"))
    }

    @Test func anIndexThatLeadsElsewhereIsFound() throws {
        #expect(
            try failures { package in
                package["indexes/index.cdx"] = Array(
                    String(decoding: package["indexes/index.cdx"], as: UTF8.self).replacing(
                        "\"url\":\"https://post.example/1\"", with: "\"url\":\"https://post.example/2\""
                    ).utf8)
            } == ["foreign.index-differs"])
        var package = try ForeignPackage()
        package["indexes/index.cdx"] = Array(" ".utf8)
        let found = try verdict(package.parts().container)
        #expect(found.findings.contains { $0.code == "foreign.index-incomplete" })
    }

    @Test func missingAndChangedFilesAreFound() throws {
        var parts = try ForeignPackage().parts()
        parts["indexes/index.cdx"]?[0] ^= 1
        #expect(try failures(parts.container).contains("foreign.digest"))
        var gone = try ForeignPackage().parts()
        gone.files.removeAll { $0.name == "pages/pages.jsonl" }
        #expect(try failures(gone.container).isSuperset(of: ["foreign.missing", "foreign.no-pages"]))
    }

    @Test func aWrongChecksumOfAnyFileIsFoundBeforeAnythingElse() throws {
        let parts = try ForeignPackage().parts()
        for (name, bytes) in parts.files {
            var container = parts.container
            let place = try #require(container.indices.first { container[$0...].starts(with: bytes) })
            container[place + bytes.count - 1] ^= 1
            #expect(try failures(container) == ["foreign.checksum"], "\(name)")
        }
    }

    @Test func hostileContainersAreRefused() throws {
        let good = try ForeignPackage().parts().container
        #expect(try failures(good + [0]).contains("foreign.zip-trailing"))
        #expect(try failures([0x4D, 0x5A] + good).isEmpty == false)
        for length in stride(from: 0, to: good.count, by: 97) {
            let verdict = try verdict(Array(good[..<length]))
            #expect(verdict.status != .intact, "\(length)")
        }
        // In the files themselves each bit counts. Headers have fields, such as a time, that no rule is about; and what
        // a signature says of its software is signed by nobody.
        var tried = 0
        for file in try ForeignPackage().parts().files where file.name != "datapackage-digest.json" {
            var parts = try ForeignPackage().parts()
            for place in stride(from: 0, to: min(file.bytes.count, parts[file.name]?.count ?? 0), by: 7) {
                let kept = parts[file.name]
                parts[file.name]?[place] ^= 0x41
                let verdict = try verdict(parts.container)
                #expect(verdict.status != .intact, "\(file.name) byte \(place)")
                parts[file.name] = kept
                tried += 1
            }
        }
        #expect(tried > 100)
        for name in ["../x", "/etc/x", "a\\b", "C:x", "a//b", "a/../b"] {
            var parts = try ForeignPackage().parts()
            parts.files.insert((name, [1]), at: 0)
            #expect(try failures(parts.container).contains("foreign.zip-name"), "\(name)")
        }
    }

    // MARK: WARC files and bags

    @Test func warcFilesAreReadInAllTheirForms() throws {
        let record = ForeignPackage.record()
        for bytes in [
            record, record + record, try ForeignPackage.member(record),
            try ForeignPackage.member(record + record),
            try ForeignPackage.member(record) + ForeignPackage.member(record),
        ] {
            let verdict = try verdict(bytes)
            #expect(verdict.status == .intact, "\(verdict.findings)")
        }
        #expect(try failures(Array(record.dropLast(20))) == ["foreign.cut"])
        #expect(try failures(record + Array("garbage".utf8)) == ["foreign.record-form"])
        var member = try ForeignPackage.member(record)
        member[member.count - 6] ^= 1
        #expect(try failures(member) == ["foreign.gzip"])
        #expect(try failures(Array(try ForeignPackage.member(record).dropLast(3))) == ["foreign.cut"])
        let noDate = String(decoding: record, as: UTF8.self).replacing(
            "WARC-Date: 2026-11-23T14:32:05Z\r\n", with: "")
        #expect(try failures(Array(noDate.utf8)) == ["foreign.field-missing"])
    }

    @Test func bagsAreCompleteAndValid() throws {
        let folder = try TemporaryFolder()
        func bag(_ change: (TemporaryFolder) throws -> Void = { _ in }) throws -> Verdict {
            let bag = try TemporaryFolder()
            try FileManager.default.createDirectory(
                atPath: bag.file("data"), withIntermediateDirectories: true)
            try bag.write(Array("one".utf8), to: "data/one.txt")
            try bag.write(
                Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8), to: "bagit.txt")
            try bag.write(Array("Payload-Oxum: 3.1\n".utf8), to: "bag-info.txt")
            let digest = SHA256Digest.of(Array("one".utf8)).hex
            try bag.write(Array("\(digest)  data/one.txt\n".utf8), to: "manifest-sha256.txt")
            try change(bag)
            return try ForeignVerifier.verify(
                path: bag.path, isFolder: true, isAccepted: true,
                options: VerifyOptions(anchors: TrustAnchors()))
        }
        _ = folder
        #expect(try bag().status == .intact)
        let cases: [(String, (TemporaryFolder) throws -> Void)] = [
            ("foreign.digest", { try $0.write(Array("two".utf8), to: "data/one.txt") }),
            ("foreign.bag-unlisted", { try $0.write(Array("two".utf8), to: "data/two.txt") }),
            ("foreign.missing", { try FileManager.default.removeItem(atPath: $0.file("data/one.txt")) }),
            ("foreign.bag-oxum", { try $0.write(Array("Payload-Oxum: 4.1\n".utf8), to: "bag-info.txt") }),
            ("foreign.bag-fetch", { try $0.write(Array("http://x - data/x\n".utf8), to: "fetch.txt") }),
            (
                "foreign.bag-declaration",
                {
                    try $0.write(
                        Array("\u{FEFF}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8),
                        to: "bagit.txt")
                }
            ),
            (
                "foreign.bag-manifest",
                { try FileManager.default.removeItem(atPath: $0.file("manifest-sha256.txt")) }
            ),
            (
                "foreign.bag-path",
                { try $0.write(Array("00  ../../etc/passwd\n".utf8), to: "manifest-sha256.txt") }
            ),
            ("foreign.bag-unlisted", { try $0.write([], to: "manifest-md5.txt") }),
        ]
        for (code, change) in cases {
            let verdict = try bag(change)
            #expect(
                verdict.status == .notAsSealed && verdict.findings.contains { $0.code == code }, "\(code)")
        }
    }

    @Test func whatIsNoneOfTheseIsNotJudged() throws {
        for bytes in [[], Array("hello".utf8), [UInt8](repeating: 0, count: 100), [0x50, 0x4B, 3, 4]] {
            let verdict = try verdict(bytes)
            #expect(verdict.status != .intact)
        }
    }

    @Test(.enabled(if: Package.hasShared, "needs the folder of other people's archives beside the project"))
    func archivesOfOtherMakersPass() throws {
        let folder = Package.shared + "/fixtures/warc/"
        let broken = [
            "ipwb-5mementos-and-froggie.warc", "ipwb-HTTP204.warc", "ipwb-broken.warc",
            "ipwb-chunked-trailers.warc",
            "ipwb-redirect.warc",
        ]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let verdict = try ForeignVerifier.verify(
                path: folder + name, isFolder: false, isAccepted: true,
                options: VerifyOptions(anchors: TrustAnchors()))
            let expected: Verdict.Status =
                broken.contains(name) ? .notAsSealed : name.hasSuffix(".arc") ? .cannotBeVerified : .intact
            #expect(verdict.status == expected, "\(name): \(verdict.findings.map(\.code))")
        }
    }
}
