import Bytes
import Hashing

/// The tag files of a bag (RFC 8493, section 2). Each follows from the signed statement and the payload alone: so a verifier writes them
/// anew and compares, and nothing in them has to be read.
enum BagText {
    static let statement = "handover.json"
    static let signature = "handover.json.p7s"
    static let declarationName = "bagit.txt"
    static let informationName = "bag-info.txt"

    /// Every tag file of a bag.
    static let names: Set<String> = [
        declarationName, informationName, statement, signature, "manifest-sha256.txt", "manifest-sha512.txt",
        "tagmanifest-sha256.txt", "tagmanifest-sha512.txt",
    ]

    /// What one file is in manifests.
    struct Line {
        let path: String
        let sha256: SHA256Digest
        let sha512: [UInt8]
    }

    static let declaration = Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8)

    static func information(_ handover: HandoverStatement) -> [UInt8] {
        let bytes = handover.files.reduce(0) { $0 + $1.bytes }
        return Array(
            """
            Bag-Software-Agent: exhibit
            Bagging-Date: \(handover.time.text.prefix(10))
            External-Identifier: \(handover.handover.urn)
            Payload-Oxum: \(bytes).\(handover.files.count)

            """.utf8)
    }

    static func manifestSHA256(_ lines: [Line]) -> [UInt8] {
        lines.flatMap { Array("\($0.sha256.hex)  \($0.path)\n".utf8) }
    }

    static func manifestSHA512(_ lines: [Line]) -> [UInt8] {
        lines.flatMap { Array("\(Hex.encode($0.sha512))  \($0.path)\n".utf8) }
    }

    /// All tag files, in the order in which they are written.
    static func files(_ handover: HandoverStatement, text: [UInt8], signature: [UInt8], payload: [Line])
        throws
        -> [(name: String, bytes: [UInt8])]
    {
        var files = [
            (declarationName, declaration), (informationName, information(handover)), (statement, text),
            (Self.signature, signature), ("manifest-sha256.txt", manifestSHA256(payload)),
            ("manifest-sha512.txt", manifestSHA512(payload)),
        ]
        let lines = try files.map {
            Line(
                path: $0.0, sha256: SHA256Digest.of($0.1), sha512: try DigestAlgorithm.sha512.digest(of: $0.1)
            )
        }
        files.append(("tagmanifest-sha256.txt", manifestSHA256(lines)))
        files.append(("tagmanifest-sha512.txt", manifestSHA512(lines)))
        return files.map { (name: $0.0, bytes: $0.1) }
    }
}
