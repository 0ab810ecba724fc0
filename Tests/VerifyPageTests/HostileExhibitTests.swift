import Bytes
import Foundation
import Hashing
import Reporting
import Sealing
import TestSupport
import Testing
import VectorCases

/// What a bundle holds is shown as text and pictures; nothing of it is ever run or asked for.
@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct HostileExhibitTests {
    private static let markup =
        "<img src=x onerror=\"window.ran=1\"><script>window.ran=1</script><svg onload=\"window.ran=1\">"
        + "<iframe srcdoc=\"<script>parent.ran=1</script>\"></iframe>{{constructor}}\u{202E}\u{0007}"

    /// A sealed bundle, of a target, title, note, post, text and picture that are all hostile.
    private static func bundle(in folder: TemporaryFolder) throws -> (bytes: [UInt8], officer: [UInt8]) {
        let maker = try SmallBundle()
        let text = Array(markup.utf8)
        func json(_ value: JSONValue) -> [UInt8] { value.serialized() }
        let url = "https://example.org/"
        try maker.seal(
            at: folder.file("hostile.wacz"),
            resources: [
                ("urn:text:" + url, "text/plain; charset=utf-8", text),
                (
                    "urn:view:" + url, "image/png",
                    Array(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>parent.ran=1</script></svg>".utf8)
                ),
                ("urn:dom:" + url, "text/html; charset=utf-8", text),
            ],
            files: [
                "evidence/note.json": json([
                    "format": "exhibit-note/1",
                    "stated": ["by": .string(markup), "title": .string(markup), "text": .string(markup)],
                ]),
                "evidence/posts.jsonl": json([
                    "platform": .string("web"), "text": .string(markup), "url": "javascript:window.ran=1",
                    "author": ["name": .string(markup)], "shape": "html-marks/1", "record": .string(markup),
                    "sources": ["text": .string(markup)], "reported": true,
                ]) + [0x0A],
            ])
        return (try folder.read("hostile.wacz"), CertificatePEM.encode(maker.officer.certificate))
    }

    @Test func nothingInABundleIsRunOrRendered() async throws {
        let folder = try TemporaryFolder()
        let (bytes, officer) = try Self.bundle(in: folder)
        try folder.write(officer, to: "officer.pem")
        try await OpenPage.with { page in
            try page.set(VectorCase.Options(), certificates: folder.path)
            let path = try page.write(bytes, to: "<img src=x onerror=window.ran=1>.wacz")
            let results = try page.check([path])
            #expect(results.map(\.status) == [0])
            try page.wait("document.querySelectorAll('.picture img').length === 1")
            #expect(try page.evaluate("window.ran === undefined") == .bool(true))
            // Only elements of the page's own: the picture of the record, and no script, frame or link of the bundle.
            let counts = try page.evaluate(
                "['script', 'img', 'svg', 'iframe', 'a', 'object', 'embed'].map((name) => document.querySelectorAll('article ' + name).length)"
            )
            #expect(counts == [0, 1, 0, 0, 0, 0, 0])
            #expect(
                try page.evaluate(
                    "document.querySelector('article').textContent.includes('<script>window.ran=1')")
                    == .bool(true))
            // Characters that turn text round are shown by number.
            #expect(
                try page.evaluate("/\\u202e/.test(document.querySelector('article').textContent)")
                    == .bool(false))
            #expect(
                try page.evaluate(
                    "performance.getEntriesByType('resource').filter(({ name }) => !name.startsWith('blob:')).length"
                ) == 0)
        }
    }

    /// The policy holds even for somebody who could put a script or an address into the page.
    @Test func thePolicyKeepsScriptsAndNetworkOut() async throws {
        try await OpenPage.with { page in
            let tried = try page.evaluate(
                """
                (async () => {
                  const script = document.createElement("script");
                  script.textContent = "window.ran = 1";
                  document.body.append(script);
                  const fetched = await fetch("https://example.org/").then(() => true, () => false);
                  let made = false;
                  try { made = new Function("return true")(); } catch {}
                  let stored = false;
                  try { stored = localStorage.length > 0; } catch {}
                  return [window.ran === 1, fetched, made, stored];
                })()
                """)
            #expect(tried == [false, false, false, false])
        }
    }
}
