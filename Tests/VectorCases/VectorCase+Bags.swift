import Hashing
import TestSupport

extension VectorCase {
    private static func bag(
        _ about: String, _ codes: Set<String> = [], tells: Set<String> = [],
        _ change: @escaping @Sendable (inout ContainerParts) -> Void = { _ in }
    ) -> VectorCase {
        VectorCase("bag", about, codes, tells: tells, options: Options(acceptsForeign: true)) { _ in
            let text = Array("one".utf8)
            var parts = ContainerParts(files: [
                ("bag/bagit.txt", Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8)),
                ("bag/bag-info.txt", Array("Payload-Oxum: 3.1\n".utf8)),
                ("bag/manifest-sha256.txt", Array("\(SHA256Digest.of(text).hex)  data/one.txt\n".utf8)),
                ("bag/data/one.txt", text),
            ])
            change(&parts)
            return Contents(parts.container)
        }
    }

    /// Bags of other makers, in ZIP files.
    static var bags: [VectorCase] {
        [
            bag("a bag", tells: ["foreign.unsigned"]),
            bag("another file in the bag", ["foreign.digest"]) {
                $0["bag/data/one.txt"] = Array("two".utf8)
            },
            bag("a file more in the bag", ["foreign.bag-unlisted", "foreign.bag-oxum"]) {
                $0.files.append(("bag/data/two.txt", Array("two".utf8)))
            },
            bag("a file less in the bag", ["foreign.missing", "foreign.bag-oxum"]) {
                $0.files.removeLast()
            },
            bag("another number of bytes in the bag", ["foreign.bag-oxum"]) {
                $0["bag/bag-info.txt"] = Array("Payload-Oxum: 4.1\n".utf8)
            },
            bag("files of the bag that are elsewhere", ["foreign.bag-fetch"]) {
                $0.files.append(("bag/fetch.txt", Array("https://post.example/ 3 data/two.txt\n".utf8)))
            },
            bag("a bag declared with a byte order mark", ["foreign.bag-declaration"]) {
                $0["bag/bagit.txt"]?.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
            },
            bag("a bag without manifest", ["foreign.bag-manifest"]) { $0.files.remove(at: 2) },
            bag("a manifest of an unknown digest", ["foreign.bag-manifest"]) {
                $0.files.append(("bag/manifest-crc32.txt", Array("00  data/one.txt\n".utf8)))
            },
            bag("a path that leads out of the bag", ["foreign.bag-path"]) {
                $0["bag/manifest-sha256.txt"]?.append(contentsOf: Array("00  ../../etc/passwd\n".utf8))
            },
            bag("a file listed twice in the bag", ["foreign.listed-twice"]) { parts in
                let lines = parts["bag/manifest-sha256.txt"] ?? []
                parts["bag/manifest-sha256.txt"] = lines + lines
            },
            bag("a bag with old digests alone", tells: ["foreign.weak-digest"]) { parts in
                parts.files.remove(at: 2)
                parts.files.append(
                    (
                        "bag/manifest-sha1.txt",
                        Array("fe05bcdcdc4928012781a5f1a2a77cbb5398e106  data/one.txt\n".utf8)
                    ))
            },
        ]
    }
}
