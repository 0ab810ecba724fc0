import Bytes
import Disclosure
import Evidence
import Foundation
import Hashing
import Reading
import TestSupport
import Testing
import Verifier

@Suite struct DisclosureTests {
    private let bench: DisclosureBench

    init() throws { bench = try DisclosureBench() }

    private func contains(_ bytes: [UInt8], _ text: some Sequence<UInt8>) -> Bool {
        Data(bytes).range(of: Data(text)) != nil
    }

    @Test func withholdsWhatBelongsToARecordAndWhatNamesIt() throws {
        let plan = try bench.plan { $0.withheld = [DisclosureBench.picture] }
        #expect(
            plan.records == [
                8: .privacy, 9: .privacy,
                // An answer that names it inside its coding, what shows the page, and the same bytes from elsewhere.
                12: .exchange, 13: .named, 14: .page, 15: .page, 16: .exchange, 17: .named,
            ])
        // The note names it, and capture.json, and the second post comes from what names it.
        #expect(plan.files == [1: .remade, 2: .remade, 3: .remade, 4: .remade, 5: .named, 6: .remade])
    }

    @Test func leavesTheConnectionOfWhatIsLeft() throws {
        let one = try bench.plan { $0.withheld = ["9"] }
        #expect(one.records[7] == nil, "record 11 went over it too")
        let both = try bench.plan { $0.withheld = ["9", "11"] }
        #expect(both.records[7] == .exchange)
    }

    @Test func leavesNothingOfWhatIsWithheld() throws {
        let part = try bench.part { $0.withheld = [DisclosureBench.picture] }
        let verdict = try bench.verdict(part)
        #expect(verdict.status == .intact, "\(verdict.findings)")
        #expect(verdict.subject.derivation?.withheldRecords == 8)
        let whole = try BundleRecords.of(bench.path).records
        let readable = try DisclosureBench.readable(part)
        var looked = 0
        for text in [DisclosureBench.secret, DisclosureBench.picture, "4711.jpg"] {
            looked += 1
            #expect(!contains(readable, text.utf8), "\(text)")
            for shift in 0..<3 {
                let coded = Base64.encode([UInt8](repeating: 0x20, count: shift) + Array(text.utf8))
                    .dropFirst(shift == 0 ? 0 : 4)
                #expect(!contains(readable, coded.dropLast(4).utf8), "\(text) in base 64")
            }
        }
        for number in [8, 9, 12, 13, 14, 15, 16, 17] {
            let record = whole[number - 1]
            for field in ["WARC-Record-ID", "WARC-Block-Digest", "WARC-Payload-Digest"] {
                guard let value = record.fields[field], value != SHA256Digest.of([]).text else { continue }
                let digits = value.replacing("sha256:", with: "").replacing("urn:uuid:", with: "")
                    .trimmingCharacters(in: ["<", ">"])
                looked += 1
                #expect(!contains(readable, digits.utf8), "\(field) of record \(number)")
                if let raw = Hex.decode(Array(digits.utf8)) {
                    #expect(!contains(readable, raw) && !contains(readable, Base64.encode(raw).utf8))
                }
            }
        }
        #expect(looked > 18)
        // What is left is there, and what was looked for is in the whole.
        let all = try DisclosureBench.readable(try bench.folder.read("whole.wacz"))
        #expect(
            contains(all, DisclosureBench.secret.utf8) && contains(readable, "nothing of the picture".utf8))
    }

    /// Somebody who holds the right bytes cannot show it: no digest of theirs, in any wrapping, stands in the part.
    @Test func doesNotLetAWithheldRecordBeGuessed() throws {
        let part = try DisclosureBench.readable(try bench.part { $0.withheld = ["9"] })
        let parts = try ContainerParts(try bench.folder.read("whole.wacz"))
        let lines = (parts[BundlePath.records] ?? []).split(separator: 0x0A).map { Array($0) }
        let line = try RecordLine.parse(lines[8][...])
        let unsalted = RecordLine(
            salt: [UInt8](repeating: 0, count: 16), id: line.id, type: line.type, uri: line.uri,
            date: line.date,
            file: line.file, bytes: line.bytes, digest: line.digest)
        let record = try BundleRecords.of(bench.path).records[8]
        let candidates: [[UInt8]] = [
            record.block, Array(record.body), Array(DisclosureBench.secret.utf8),
            Array(DisclosureBench.picture.utf8),
            unsalted.serialized, Array(unsalted.serialized.dropFirst(41)), Array(line.id.urn.utf8),
        ]
        for candidate in candidates {
            for digest in [SHA256Digest.of(candidate), SHA256Digest.of([0], candidate[...])] {
                #expect(!contains(part, digest.hex.utf8) && !contains(part, digest.bytes))
            }
        }
        // With the salt it is the leaf: the test would find it.
        #expect(contains(part, SHA256Digest.of([0], lines[8][...]).hex.utf8))
    }

    @Test func leavesOnlyWhatAPostWasReadFrom() throws {
        let plan = try bench.plan { $0.onlyPosts = ["18"] }
        #expect(Set(plan.records.keys) == [5, 6, 10, 11, 14, 15, 16, 17])
        let part = try bench.part { $0.onlyPosts = ["18"] }
        #expect(try bench.verdict(part).status == .intact)
        let name = try bench.folder.write(part, to: "only.wacz")
        let posts = try ReadableBundle(path: name).posts(maximum: 10)
        #expect(posts.map { $0["postId"]?.string } == ["18"])
    }

    @Test func withholdsTheCapturesOwnAddress() throws {
        let plan = try bench.plan { $0.withheld = [DisclosureBench.page] }
        #expect(plan.records[2] == .named && plan.records[3] == .exchange && plan.files[4] == .remade)
        let part = try bench.part { $0.withheld = [DisclosureBench.page] }
        let verdict = try bench.verdict(part)
        #expect(verdict.status == .intact, "\(verdict.findings)")
        #expect(
            verdict.subject.facts?.target == "urn:exhibit:withheld" && verdict.subject.facts?.title == nil)
        #expect(verdict.findings.contains { $0.code == "derivation.plan-withheld" })
        #expect(!contains(try DisclosureBench.readable(part), DisclosureBench.page.utf8))
    }

    @Test func coversAPartOfAPicture() throws {
        let rectangle = try #require(PictureRectangle("10,5,20,10"))
        for isBlurred in [false, true] {
            let part = try bench.part {
                $0.redaction = DisclosureChoice.Redaction(
                    record: "15", rectangles: [rectangle], isBlurred: isBlurred)
            }
            let verdict = try bench.verdict(part)
            #expect(verdict.status == .intact, "\(verdict.findings)")
            #expect(verdict.findings.contains { $0.code == "derivation.redacted" })
            let picture = try #require(try ContainerParts(part)[BundlePath.redacted(15)])
            #expect(PNGSize(picture)?.width == 40)
        }
        let outside = try #require(PictureRectangle("30,5,20,10"))
        #expect(throws: DisclosureError.self) {
            try bench.plan {
                $0.redaction = DisclosureChoice.Redaction(
                    record: "15", rectangles: [outside], isBlurred: false)
            }
        }
    }

    @Test func refusesWhatCannotBeWithheld() throws {
        for name in ["1", "99", "https://nowhere.example/", BundlePath.capture, BundlePath.index] {
            #expect(throws: DisclosureError.self, "\(name)") { try bench.plan { $0.withheld = [name] } }
        }
        #expect(throws: DisclosureError.whyMissing) {
            try bench.plan {
                $0.withheld = ["9"]
                $0.reason = .other
            }
        }
        let part = try bench.folder.write(try bench.part { $0.withheld = ["9"] }, to: "part.wacz")
        #expect(throws: DisclosureError.isDerived) { try Original(ReadableBundle(path: part)) }
    }

    /// For any choice the part is intact, and no byte of it can be changed.
    @Test func anyPartVerifiesAndNoByteOfItCanBeChanged() throws {
        var random = SystemRandomNumberGenerator()
        for round in 0..<12 {
            let chosen = (2...17).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }.map(String.init)
            guard !chosen.isEmpty else { continue }
            let part: [UInt8]
            do {
                part = try bench.part {
                    $0.withheld = chosen
                    $0.keepsPage = round % 2 == 0
                    $0.keepsAddresses = round % 3 == 0
                }
            } catch DisclosureError.nothingLeft {
                continue
            }
            let verdict = try bench.verdict(part)
            #expect(verdict.status == .intact, "\(chosen): \(verdict.findings)")
            for _ in 0..<40 {
                var changed = part
                let place = Int.random(in: part.indices, using: &random)
                changed[place] ^= UInt8.random(in: 1...255, using: &random)
                #expect(try bench.verdict(changed).status == .notAsSealed, "\(chosen), byte \(place)")
            }
        }
    }

    @Test func isReadLikeAnyBundle() throws {
        let path = try bench.folder.write(try bench.part { $0.withheld = ["9"] }, to: "part.wacz")
        let bundle = try ReadableBundle(path: path)
        let summary = try BundleSummary.read(bundle)
        #expect(summary.derivation?.withheldCount(.records) == 8 && summary.posts.count == 1)
        let output = bench.folder.file("out")
        let extraction = try BundleExtraction.extract(bundle, to: output, .all)
        #expect(extraction.files > 15)
        #expect(FileManager.default.fileExists(atPath: output + "/evidence-derivation.json"))
    }
}
