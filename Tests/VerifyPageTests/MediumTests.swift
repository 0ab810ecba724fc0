import Bytes
import Foundation
import Reporting
import TestSupport
import Testing
import VectorCases
import Verifier

/// How people come by the files: on a medium that cannot be written, a whole folder at once, dropped on the page.
@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct MediumTests {
    /// What a handed-over folder has beside its bundles, and things that come to be chosen by mistake.
    private static let others: [(name: String, bytes: [UInt8])] = [
        ("empty.wacz", []), ("one-byte.wacz", [0]), ("two-bytes.wacz", [0x50, 0x4B]),
        ("ten-bytes.wacz", [0x50, 0x4B, 3, 4, 10, 0, 0, 0, 0, 0]), ("report.pdf", Array("%PDF-1.7\n".utf8)),
        ("screenshot.png", SmallPNG.grey(width: 8, height: 8)),
        ("photo.jpg", [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 7, count: 4000)),
        ("film.mp4", [0, 0, 0, 32] + Array("ftypmp42".utf8) + [UInt8](repeating: 9, count: 90_000)),
        ("letter.txt", Array("Dear Sir or Madam".utf8)), ("transcript.jsonl", Array("{}\n{}\n".utf8)),
        ("page.html", Array("<!DOCTYPE html><script>window.ran = 1</script>".utf8)),
        ("shortcut.lnk", [0x4C, 0, 0, 0, 1, 0x14, 2]), ("program.exe", Array("MZ\u{90}".utf8)),
        ("table.csv", Array("a,b\n1,2\n".utf8)), ("archive.tar.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]),
        ("archive.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), ("nothing.zip", Array("PK\u{5}\u{6}".utf8)),
        ("database.sqlite", Array("SQLite format 3\0".utf8)),
        ("noise.bin", (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11) }),
    ]

    @Test(.enabled(if: ReadOnlyMedium.isAvailable, "\(ReadOnlyMedium.need)"))
    func aBundleAndThePageAreReadFromAMediumThatCannotBeWritten() async throws {
        let medium = try ReadOnlyMedium([
            (VerifyPage.name, VerifyPage.bytes), ("exhibit.wacz", KitAgreementTests.read("good_live.wacz")),
        ])
        defer { medium.remove() }
        #expect(throws: (any Error).self) {
            try Data([1]).write(to: URL(fileURLWithPath: medium.path + "/new"))
        }
        let before = try medium.digest()
        try await OpenPage.with(file: medium.path + "/" + VerifyPage.name) { page in
            #expect(
                try page.evaluate("location.href").string?.hasSuffix("/medium/" + VerifyPage.name) == true)
            try page.set(VectorCase.Options(), certificates: KitAgreementTests.folder)
            #expect(try page.check([medium.path + "/exhibit.wacz"]).map(\.status) == [0])
            #expect(try page.evaluate("document.querySelector('article h3').textContent") == "Intact")
        }
        #expect(try medium.digest() == before)
    }

    /// Each file of a folder has its own verdict, the same as `exhibit-verify` gives; one that is none does not stop the rest.
    @Test func aFolderOfFilesOfManyKindsIsJudgedAsTheProgramDoes() async throws {
        let names = [
            "good_live", "time_a-file-beside-the-bundle-that-is-broken", "copy_the-signature-is-cut",
            "part_a-record-withheld", "foreign_a-record", "bag_a-bag",
        ]
        var files = try names.map { ($0 + ".wacz", try KitAgreementTests.read($0 + ".wacz")) } + Self.others
        let sidecar = names[1] + ".wacz.sidecar-01.json"
        let beside = try KitAgreementTests.read(sidecar)
        // As an explorer lists them.
        files.sort { $0.0 < $1.0 }
        let all = files
        try await OpenPage.with { page in
            let options = VectorCase.Options()
            try page.set(options, certificates: KitAgreementTests.folder)
            let results = try page.check(
                [page.write(beside, to: sidecar)] + all.map { try page.write($0.1, to: $0.0) })
            #expect(results.count == all.count)
            for ((name, bytes), result) in zip(all, results) {
                var contents = VectorCase.Contents(bytes)
                if sidecar.hasPrefix(name) { contents.sidecars = [beside] }
                let verdict = try VectorVerdict.of(contents, options, folder: KitAgreementTests.folder)
                #expect(result.status == Int64(verdict.status.rawValue), "\(name)")
                #expect(result.decides == VectorVerdict.codes(verdict), "\(name)")
            }
            #expect(try page.evaluate("window.ran === undefined") == .bool(true))
        }
    }

    /// Files that are dropped anywhere on the page are those that are checked; of a folder among them it is said that it cannot be
    /// read, and nothing else.
    @Test func filesAndAFolderAreDropped() async throws {
        let folder = try TemporaryFolder()
        let manager = FileManager.default
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        try manager.createDirectory(atPath: folder.file("case 12"), withIntermediateDirectories: true)
        try await OpenPage.with { page in
            try page.set(VectorCase.Options(), certificates: KitAgreementTests.folder)
            let good = try page.write(KitAgreementTests.read("good_live.wacz"), to: "exhibit.wacz")
            try page.drop([good, folder.file("case 12")], x: 200, y: 20)
            #expect(try page.evaluate("document.querySelectorAll('#chosen li').length") == 2)
            try page.start()
            try page.wait("document.getElementById('results').dataset.done === 'yes'")
            let shown = try page.evaluate(
                "[...document.querySelectorAll('article')].map((one) => one.querySelector('h3, .warning').textContent + '|' + (one.dataset.status ?? one.querySelector('.warning').textContent.slice(0, 32)))"
            )
            #expect(shown == ["Intact|0", "case 12|This file could not be read: it "])
        }
    }
}
