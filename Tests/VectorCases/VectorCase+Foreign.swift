import Archive
import Bytes
import Foundation
import Hashing
import Signing
import TestSupport

extension VectorCase {
    static func package(
        _ about: String, _ codes: Set<String> = [], tells: Set<String> = [],
        _ change: @escaping @Sendable (inout ForeignPackage) throws -> Void = { _ in }
    ) -> VectorCase {
        VectorCase("foreign", about, codes, tells: tells, options: Options(acceptsForeign: true)) { _ in
            var package = try ForeignPackage()
            try change(&package)
            return Contents(try package.parts().container)
        }
    }

    /// Changed after it was signed.
    private static func sealed(
        _ about: String, _ codes: Set<String>, _ change: @escaping @Sendable (inout ContainerParts) -> Void
    ) -> VectorCase {
        VectorCase("foreign", about, codes, options: Options(acceptsForeign: true)) { _ in
            var parts = try ForeignPackage().parts()
            change(&parts)
            return Contents(parts.container)
        }
    }

    /// Files of other makers.
    static var foreign: [VectorCase] { packages + foreignContainers + foreignRecords + bags }

    private static var packages: [VectorCase] {
        [
            package(
                "a package of another program", tells: ["foreign.signed-anonymously", "foreign.records"]),
            VectorCase("foreign", "a package of another program, not asked for", ["foreign.kind"]) { _ in
                Contents(try ForeignPackage().parts().container)
            },
            package("an unsigned package", tells: ["foreign.unsigned"]) { $0.signed = false },
            package("a digest of another kind in the list", ["foreign.digest-kind"]) {
                $0.editPackage = { $0.replacing("\"hash\":\"sha256:", with: "\"hash\":\"md5:") }
            },
            package("a signature with a further member", ["foreign.signature-form"]) {
                $0.editDigest = { $0.replacing("\"version\":", with: "\"extra\":1,\"version\":") }
            },
            package("a signature over another list", ["foreign.signature-other"]) {
                $0.editDigest = { digest in
                    let zero = String(repeating: "0", count: 64)
                    guard let mark = digest.range(of: "\"signedData\":{\"hash\":\"sha256:") else {
                        return digest
                    }
                    return String(digest[..<mark.upperBound]) + zero
                        + digest[mark.upperBound...].dropFirst(64)
                }
            },
            package("an index that leads to another address", ["foreign.index-differs"]) { package in
                package["indexes/index.cdx"] = Array(
                    String(decoding: package["indexes/index.cdx"], as: UTF8.self).replacing(
                        "\"url\":\"https://post.example/1\"", with: "\"url\":\"https://post.example/2\""
                    ).utf8)
            },
            package("a record without a line in the index", tells: ["foreign.index-incomplete"]) {
                $0["indexes/index.cdx"] = [0x0A]
            },
            sealed("a file that is not listed", ["foreign.unlisted"]) {
                $0.files.insert(("notes.txt", Array("x".utf8)), at: 0)
            },
            sealed("a package without a list of files", ["foreign.package-missing"]) {
                $0["datapackage.json"] = nil
            },
            package("a list of files that is no JSON", ["foreign.package-form"]) {
                $0.editPackage = { $0 + "}" }
            },
            package("a list of files under another digest", ["foreign.package-digest"]) {
                $0.editDigest = { digest in
                    digest.replacing(
                        "{\"path\":\"datapackage.json\",\"hash\":\"sha256:",
                        with: "{\"path\":\"datapackage.json\",\"hash\":\"sha256:0")
                }
            },
            package("a file listed twice", ["foreign.listed-twice"]) {
                $0.editPackage = { package in
                    let first = package.drop { $0 != "[" }.dropFirst().prefix { $0 != "}" }
                    return package.replacing("\"resources\":[", with: "\"resources\":[\(first)},")
                }
            },
            sealed("a listed file that is not there", ["foreign.missing", "foreign.no-pages"]) {
                $0["pages/pages.jsonl"] = nil
            },
            sealed("a file that is another than the listed one", ["foreign.digest"]) {
                $0["pages/pages.jsonl"]?.append(0x0A)
            },
            package("another size in the list", ["foreign.size"]) {
                $0.editPackage = { $0.replacing("\"bytes\":", with: "\"bytes\":1") }
            },
            package("a signature over the list by another key", ["foreign.signature-invalid"]) { package in
                let other = try Base64.encode(SigningKey.generateP256().publicKey().spki)
                package.editDigest = { digest in
                    guard let mark = digest.range(of: "\"publicKey\":\"") else { return digest }
                    return digest[..<mark.upperBound] + other + "\"}}"
                }
            },
            package("a package without archive", ["foreign.no-archive"]) {
                $0.files.removeFirst()
            },
            package("a package without index", ["foreign.no-index"]) {
                $0.files.remove(at: 1)
            },
            package("an index that is none", ["foreign.index-form"]) {
                $0["indexes/index.cdx"] = Array("hello\n".utf8)
            },
            package("an index out of order", tells: ["foreign.index-order"]) { package in
                let line = package["indexes/index.cdx"]
                package["indexes/index.cdx"] =
                    line + Array("com,a)/ 20261123143205 ".utf8)
                    + Array(line.drop { $0 != UInt8(ascii: "{") })
            },
            package("a list of pages that is none", ["foreign.pages-form"]) {
                $0["pages/pages.jsonl"] = Array("hello\n".utf8)
            },
            package("a page that no record is of", tells: ["foreign.page-without-record"]) {
                $0["pages/pages.jsonl"] += Array("{\"url\":\"https://post.example/2\"}\n".utf8)
            },
        ]
    }
}
