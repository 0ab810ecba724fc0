import Foundation
import Media
import TestSupport
import Testing

/// What pictures and films say of themselves.
struct MediaTests {
    private static let folder = Package.shared + "/fixtures/media/"

    private func read(_ name: String) throws -> MediaFacts {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + name)))
        return try #require(MediaFacts.read(bytes))
    }

    @Test(.enabled(if: Package.hasShared, "needs other people's pictures beside the project"))
    func camerasAndPlacesAreRead() throws {
        let canon = try read("exif-Canon_40D.jpg")
        #expect(canon.camera?.model == "Canon EOS 40D")
        #expect(canon.camera?.taken == "2008:05:30 15:56:01")
        let place = try #require(try read("exif-DSCN0010.jpg").camera)
        #expect(abs((place.latitude ?? 0) - 43.46745) < 0.0001)
        #expect(abs((place.longitude ?? 0) - 11.88513) < 0.0001)
        #expect(try read("exif-portrait_6.jpg").camera?.orientation == 6)
    }

    @Test(.enabled(if: Package.hasShared, "needs other people's pictures beside the project"))
    func manifestsAreSeenAndNotBelieved() throws {
        for name in ["C.jpg", "E-sig-CA.jpg", "XCA.jpg"] {
            let facts = try read(name)
            #expect(facts.hasC2PA, "\(name)")
            #expect(facts.words.contains("not checked"))
        }
        for name in ["no_manifest.jpg", "libpng-test.png", "test.webp", "video1_no_manifest.mp4"] {
            #expect(try !read(name).hasC2PA, "\(name)")
        }
    }

    /// A JPEG file with EXIF: a make of this length, and directories that lead anywhere.
    private func picture(entries: [[UInt8]]) -> [UInt8] {
        var tiff: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, UInt8(entries.count)]
        for entry in entries { tiff += entry }
        let segment = Array("Exif\0\0".utf8) + tiff
        return [0xFF, 0xD8, 0xFF, 0xE1, UInt8((segment.count + 2) >> 8), UInt8((segment.count + 2) & 0xFF)]
            + segment + [0xFF, 0xD9]
    }

    @Test func shortTextsAndLoopsAreNoTrap() throws {
        let make = picture(entries: [[1, 0x0F, 0, 2, 0, 0, 0, 3, 0x41, 0x42, 0, 0]])
        #expect(MediaFacts.read(make)?.camera?.make == "AB")
        // EXIF and GPS directories that are the first directory again, and one beyond the end.
        let loop = picture(entries: [
            [0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8],
            [0x88, 0x25, 0, 4, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF],
        ])
        #expect(MediaFacts.read(loop) != nil)
        for count in 0..<make.count { _ = MediaFacts.read(Array(make.prefix(count))) }
        for start in [
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Array("RIFF\0\0\0\0WEBPVP8X".utf8),
            Array("\0\0\0\u{18}ftypisom".utf8),
        ] as [[UInt8]] {
            _ = MediaFacts.read(start + [UInt8](repeating: 0xFF, count: 40))
        }
    }
}
