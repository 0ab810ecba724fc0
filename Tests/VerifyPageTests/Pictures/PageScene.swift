import Bytes
import Foundation
import Hashing
import Sealing
import TestSupport
import VectorCases

/// One file as the page shows it, of which a picture is kept.
struct PageScene: Sendable {
    let name: String
    /// What the page must have judged, lest the picture be that of a fault.
    let status: Int64
    let options: VectorCase.Options
    /// The name under which the page is given the file, and its bytes.
    let file: String
    let bytes: [UInt8]
    /// Certificates beside those of the kit.
    var officer: [UInt8]?

    /// After everything in the kit was made, so that what is shown does not depend on the day.
    private static let now = Timestamp("2026-12-24T12:00:00Z")

    /// Of a file of the kit, verified as it says.
    private init(_ name: String, of vector: String) throws {
        let expected = try VectorExpectation(KitAgreementTests.read(vector + ".json"))
        var options = expected.options
        options.now = options.now ?? Self.now
        self.init(
            name, status: Int64(expected.status), options: options, file: "exhibit.wacz",
            bytes: try KitAgreementTests.read(vector + ".wacz"))
    }

    private init(
        _ name: String, status: Int64, options: VectorCase.Options, file: String, bytes: [UInt8],
        officer: [UInt8]? = nil
    ) {
        self.name = name
        self.status = status
        self.options = options
        self.file = file
        self.bytes = bytes
        self.officer = officer
    }

    static func all() throws -> [PageScene] {
        try [
            PageScene("intact", of: "origin_a-handshake-signed-by-the-server-after-a-timestamp"),
            PageScene("intact-with-caveats", of: "good_a-caveat-of-the-capture"),
            PageScene("in-part-withheld", of: "part_withheld-by-an-officer-of-the-force-with-a-token"),
            PageScene("altered", of: "copy_a-bit-of-a-record-is-changed"),
            PageScene("damaged", of: "copy_the-end-of-the-copy-is-missing"),
            PageScene("malformed", of: "rule_a-field-twice"),
            PageScene("signer-unknown", of: "signer_nobody-is-trusted"),
            PageScene("newer-version", of: "statement_a-newer-version-of-the-statement"),
            PageScene("foreign", of: "foreign_a-package-of-another-program-not-asked-for"),
            PageScene("foreign-unsigned", of: "foreign_an-unsigned-package"),
            PageScene(
                "not-a-bundle", status: 2, options: VectorCase.Options(now: now), file: "report.pdf",
                bytes: Array("%PDF-1.7 of another office".utf8)),
            post("post", flags: []), post("intimate", flags: ["intimate-image"]),
        ]
    }

    /// A post with its screenshot and text, which a report may have marked.
    static func post(_ name: String, flags: [String]) throws -> PageScene {
        let folder = try TemporaryFolder()
        let maker = try SmallBundle()
        let address = "https://social.example/@northgate_w/1880000000000000001"
        try maker.seal(
            at: folder.file("post.wacz"),
            resources: [
                ("urn:view:" + address, "image/png", SmallPNG.grey(width: 200, height: 120)),
                (
                    "urn:text:" + address, "text/plain; charset=utf-8",
                    Array("Northgate Watch\nI know where you live.\n12 replies".utf8)
                ),
            ], files: files(address, flags: flags))
        return PageScene(
            name, status: 0, options: VectorCase.Options(trust: [], now: now), file: "exhibit.wacz",
            bytes: try folder.read("post.wacz"),
            officer: CertificatePEM.encode(maker.officer.certificate))
    }

    private static func files(_ address: String, flags: [String]) -> [String: [UInt8]] {
        let post: JSONValue = [
            "platform": "mastodon", "postId": "1880000000000000001", "url": .string(address),
            "createdAt": "2026-11-20T21:14:09Z",
            "text": "I know where you live.\nSee you at the school gate tomorrow.",
            "author": ["handle": "northgate_w", "name": "Northgate Watch"], "reported": true,
            "record": "urn:uuid:00000000-0000-4000-8000-000000000000", "shape": "html-marks/1",
            "sources": ["text": "p.e-content", "author/name": "span.p-author"],
        ]
        let report: JSONValue = [
            "reference": "R/2026/1", "force": "Example Police", "received": "2026-11-22", "addresses": [],
            "role": nil, "flags": .array(flags.map(JSONValue.string)),
        ]
        let stated: JSONValue = ["format": "exhibit-case/1", "stated": ["reports": [report]]]
        let note: JSONValue = [
            "format": "exhibit-note/1",
            "stated": [
                "by": "PC 1234 Jo Doe", "title": "Threat", "text": "As reported by the complainant.",
            ],
        ]
        return [
            "evidence/posts.jsonl": post.serialized() + [0x0A],
            "evidence/case.json": stated.serialized(), "evidence/note.json": note.serialized(),
        ]
    }
}
