import Bytes
import Foundation
import Hashing
import Reporting
import TestSupport
import Testing
import VectorCases

@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct PageTests {
    private static func chosen(_ names: [String], in page: OpenPage) throws -> [String] {
        try names.map { try page.write(KitAgreementTests.read($0 + ".wacz"), to: $0 + ".wacz") }
    }

    /// Each verdict at two widths: words, no sideways scrolling, labels, order of headings.
    @Test(arguments: [1280, 390]) func eachVerdictFitsItsWindow(_ width: Int) async throws {
        let cases = [
            ("good_live", "officer.pem"), ("copy_a-bit-of-a-record-is-changed", "officer.pem"),
            ("good_live", "force.pem"),
        ]
        try await OpenPage.with(width: width) { page in
            for (place, (name, trust)) in cases.enumerated() {
                try page.set(VectorCase.Options(trust: [trust]), certificates: KitAgreementTests.folder)
                let results = try page.check(Self.chosen([name], in: page))
                #expect(results.map(\.status) == [Int64(place)])
                let words = try page.evaluate("document.querySelector('article h3').textContent").string
                #expect(words == ["Intact", "Not as sealed", "Cannot be verified"][place])
                #expect(
                    try page.evaluate("document.documentElement.scrollWidth <= innerWidth") == .bool(true))
                // Every field has a label, and the verdict is announced and has the focus near it.
                #expect(
                    try page.evaluate(
                        "[...document.querySelectorAll('input, textarea')].every(({ labels }) => labels.length > 0)"
                    )
                        == .bool(true))
                #expect(try page.evaluate("document.activeElement.textContent") == "Results")
                #expect(
                    try page.evaluate(
                        "[...document.querySelectorAll('h1, h2, h3, h4, h5')].every((each, place, all) => place === 0 || each.tagName[1] - all[place - 1].tagName[1] <= 1)"
                    )
                        == .bool(true))
                try Self.keepPicture(page, "\(place)-\(width)")
            }
        }
    }

    /// Pictures to look at, where a folder is named.
    private static func keepPicture(_ page: OpenPage, _ name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["EXHIBIT_PICTURES"] else { return }
        let picture = try page.call(
            "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true])
        guard let bytes = Base64.decode(picture["data"]?.string ?? "") else { return }
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/verdict-\(name).png"))
    }

    @Test func aHundredFilesAtOnceAreJudgedOneByOne() async throws {
        try await OpenPage.with { page in
            try page.set(VectorCase.Options(), certificates: KitAgreementTests.folder)
            let good = try KitAgreementTests.read("good_live.wacz")
            var paths = try (0..<97).map { try page.write(good, to: "\($0).wacz") }
            // Files of other kinds, and an empty one.
            paths += [
                try page.write([], to: "empty.wacz"),
                try page.write(Array("%PDF-1.7".utf8), to: "report.pdf"),
                try page.write(SmallPNG.grey(width: 1, height: 1), to: "picture.png"),
            ]
            let results = try page.check(paths)
            #expect(results.prefix(97).allSatisfy { $0.status == 0 })
            #expect(
                results.suffix(3).map(\.decides) == [
                    ["container.incomplete"], ["foreign.unknown"], ["foreign.unknown"],
                ])
            #expect(
                try page.evaluate("document.querySelector('.summary').textContent").string
                    == "97 intact, 1 not as sealed, 2 cannot be verified, of 100")
        }
    }

    @Test func aCheckCanBeEnded() async throws {
        try await OpenPage.with { page in
            // 300 MiB of nothing that names a bundle's files: reading it takes a while.
            let large = try page.write(KitAgreementTests.read("foreign_a-record.wacz"), to: "large.warc")
            let handle = try #require(FileHandle(forWritingAtPath: large))
            try handle.truncate(atOffset: 300 << 20)
            try handle.close()
            try page.choose([large])
            try page.start()
            try page.evaluate("document.getElementById('cancel').click()")
            try page.wait("document.getElementById('problem').textContent !== ''")
            #expect(try page.evaluate("document.querySelectorAll('article').length") == 0)
            #expect(try page.evaluate("document.getElementById('check').disabled") == .bool(false))
        }
    }

    @Test func digestsFromThePrintedReportAreAnchors() async throws {
        try await OpenPage.with { page in
            try page.set(VectorCase.Options(trust: []), certificates: KitAgreementTests.folder)
            let paths = try Self.chosen(["good_live"], in: page)
            #expect(try page.check(paths).map(\.decides) == [["signer.not-anchored"]])
            let found = try page.evaluate(
                "/sha256:[0-9a-f]{64}/.exec(document.querySelector('article').textContent)[0]")
            let key = "'\(found.string ?? "")'"
            // As it is, and in groups and two lines, as reports print it.
            for value in [
                "\(key)",
                "\(key).toUpperCase().slice(7).match(/.{8}/g).join(' ').replace(/ (?=\\S{8}( \\S{8}){3}$)/, '\\n')",
            ] {
                try page.evaluate("document.getElementById('digests').value = \(value)")
                #expect(try page.check(paths).map(\.status) == [0], "\(value)")
            }
            try page.evaluate(
                "document.getElementById('digests').value = 'sha256:12'; document.getElementById('check').click()"
            )
            try page.wait("document.getElementById('problem').textContent.startsWith('Not a digest')")
        }
    }
}

/// What of the page can be said without a browser.
struct PageFileTests {
    /// `scripts/make-verify-page` was run after a module, the style or a meaning was changed.
    @Test func thePageIsMadeFromItsModules() throws {
        let outcome = try Tool(path: Package.root + "/scripts/make-verify-page").run("--check")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func thePageIsTheEmbeddedOneAndSmall() throws {
        let file = Package.root + "/Sources/Reporting/Resources/" + VerifyPage.name
        #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: file))) == VerifyPage.bytes)
        #expect(VerifyPage.bytes.count <= 250_000)
        #expect(VerifyPage.digest == SHA256Digest.of(VerifyPage.bytes))
        let text = String(decoding: VerifyPage.bytes, as: UTF8.self)
        #expect(text.contains("default-src 'none'"))
        for forbidden in [
            "innerHTML", "eval(", "document.write", "localStorage", "indexedDB", "fetch(", "XMLHttpRequest",
            "WebSocket",
        ] {
            #expect(!text.contains(forbidden), "\(forbidden)")
        }
    }
}
