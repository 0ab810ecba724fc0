import Hashing
import TestSupport

extension VectorCase {
    private static func parcel(
        _ about: String, _ codes: Set<String> = ["container.parcel"],
        _ files: @escaping @Sendable (_ bundle: [UInt8]) -> [(String, [UInt8])]
    ) -> VectorCase {
        VectorCase("parcel", about, codes) { kit in
            Contents(ContainerParts(files: files(try kit.draft().sealed())).container)
        }
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// A bag with a handover's list, and a manifest that has the digest of `listed`.
    private static func handover(_ bundle: [UInt8], listing listed: [UInt8]) -> [(String, [UInt8])] {
        [
            ("bag/bagit.txt", text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")),
            ("bag/manifest-sha256.txt", text("\(SHA256Digest.of(listed).hex)  data/SJ_1.wacz\n")),
            ("bag/handover.json", text("{}")), ("bag/data/SJ_1.wacz", bundle),
        ]
    }

    /// ZIP files that are no bundle and hold some.
    static var parcels: [VectorCase] {
        [
            parcel("a ZIP file that a bundle was put into") {
                [("SJ 1.WACZ", $0), ("read me.txt", text("one"))]
            },
            parcel("a handover in one file") { handover($0, listing: $0) },
            parcel("a handover whose bundle is another than listed", ["zip.name"]) {
                handover($0, listing: text("one"))
            },
            parcel(
                "a bundle beside a file that is named like one of a bundle",
                ["container.missing", "container.order"]
            ) {
                [("SJ_1.wacz", $0), ("evidence/note.json", text("{}"))]
            },
            parcel("a ZIP file with one of a bundle's files alone", ["container.missing"]) { _ in
                [("evidence/statement.json", text("{}"))]
            },
        ]
    }
}
