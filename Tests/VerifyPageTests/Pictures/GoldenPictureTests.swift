import Bytes
import Foundation
import TestSupport
import Testing
import VectorCases

/// The page with each verdict looks as it did when a person last looked at its pictures, in `Tests/Golden/verify-page`.
///
/// `EXHIBIT_GOLDEN=write` makes the pictures anew; look at each before it is committed. With `EXHIBIT_PICTURES=FOLDER` the
/// pictures that were compared are put there.
@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct GoldenPictureTests {
    private static let folder = Package.root + "/Tests/Golden/verify-page"
    private static let isWriting = ProcessInfo.processInfo.environment["EXHIBIT_GOLDEN"] == "write"
    private static let mostBytes = 1_500_000

    private static func golden(_ name: String) throws -> Picture {
        try Picture(png: [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).png"))))
    }

    private static func compare(_ picture: Picture, _ name: String) throws {
        if isWriting {
            try Data(picture.png()).write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
        }
        if let folder = ProcessInfo.processInfo.environment["EXHIBIT_PICTURES"] {
            try Data(picture.png()).write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
        }
        #expect(PictureComparison(try golden(name), picture).differences == [], "\(name)")
    }

    @Test(arguments: [1280, 390]) func eachVerdictLooksAsItDid(_ width: Int) async throws {
        let scenes = try PageScene.all()
        try await OpenPage.with(width: width) { page in
            try page.useFixedFonts()
            try Self.compare(page.picture(whole: true), "form-\(width)")
            for scene in scenes {
                #expect(try page.show(scene).status == scene.status, "\(scene.name)")
                try Self.compare(page.picture(), "\(scene.name)-\(width)")
            }
        }
    }

    /// An exhibit that is marked as intimate is not read before it was asked for twice.
    @Test func aMarkedPictureIsShownWhenAskedForTwice() async throws {
        let scene = try PageScene.post("intimate", flags: ["intimate-image"])
        try await OpenPage.with { page in
            #expect(try page.show(scene).status == 0)
            func images() throws -> Int64? { try page.evaluate("document.images.length").integer }
            #expect(try images() == 0)
            try page.evaluate("document.querySelector('.picture button').click()")
            #expect(try images() == 0)
            try page.evaluate("document.querySelector('.picture button').click()")
            try page.wait("document.images.length === 1 && document.images[0].naturalWidth === 200")
        }
    }

    /// What a person would see, as rules of style.
    private static let changes = [
        "a verdict of another colour":
            ".status1, .status1 h3, .status1 .mark { color: #14602f; border-color: #14602f; }",
        "words of the verdict in another colour": ".status1 h3 { color: #14602f; }",
        "no frame around the verdict": ".verdict { border-color: transparent; }",
        "no verdict": ".verdict { visibility: hidden; }",
        "a section less": ".checks { display: none; }",
        "a section that is there and not shown": ".checks { visibility: hidden; }",
        "states that cannot be read": ".state { color: #ccc !important; }",
        "small words that cannot be read": "td:last-child { color: #ddd; }",
        "a table that is too wide": "table { min-width: 60rem; display: table; }",
        "words that run out of their frame": ".verdict p { white-space: nowrap; }",
        "text that is much larger": "body { font-size: 1.1rem; }",
    ]

    @Test(arguments: changes.keys.sorted()) func aChangeThatAPersonSeesIsFound(_ change: String) async throws
    {
        let rule = try #require(Self.changes[change])
        let scene = try #require(PageScene.all().first { $0.name == "altered" })
        try await OpenPage.with(width: 390) { page in
            try page.useFixedFonts()
            try page.addStyle(rule)
            _ = try page.show(scene)
            let differences = PictureComparison(try Self.golden("altered-390"), try page.picture())
                .differences
            #expect(!differences.isEmpty, "\(change)")
        }
    }

    /// How another version of the browser or of a font may draw the same.
    private static let ways = [
        "text-rendering: geometricPrecision", "font-kerning: none", "-webkit-text-stroke: .15px",
        "transform: translate(.4px, .6px)", "transform: translate(-1px, 2px)",
    ]

    @Test(arguments: ways) func anotherWayToDrawTheSamePasses(_ way: String) async throws {
        let scene = try #require(PageScene.all().first { $0.name == "altered" })
        try await OpenPage.with(width: 390) { page in
            try page.useFixedFonts()
            try page.addStyle("#results { \(way); }")
            _ = try page.show(scene)
            #expect(PictureComparison(try Self.golden("altered-390"), try page.picture()).differences == [])
        }
    }

    @Test func thePicturesAreSmall() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        let bytes = try names.map { try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\($0)")).count }
        #expect(bytes.reduce(0, +) <= Self.mostBytes)
    }
}
