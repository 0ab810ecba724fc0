import Bytes
import Verifier

/// A BagIt bag (RFC 8493): complete when every file is where the manifests say, valid when every digest holds.
struct BagCheck<Bag: BagFiles> {
    private let bag: Bag

    init(_ bag: Bag) { self.bag = bag }

    func run(_ log: inout ForeignLog) throws {
        try checkDeclaration(&log)
        if bag.paths.contains("fetch.txt") {
            fail(
                &log, "foreign.bag-fetch", .malformed, "fetch.txt",
                "files are to be fetched from elsewhere, so the bag is not whole")
        }
        let manifests = bag.paths.filter { $0.hasPrefix("manifest-") && $0.hasSuffix(".txt") }
        if manifests.isEmpty {
            fail(&log, "foreign.bag-manifest", .malformed, nil, "the bag has no manifest")
        }
        let payload = bag.paths.filter { $0.hasPrefix("data/") }
        var strongest = false
        for name in manifests {
            guard let (algorithm, lines) = try manifest(name, "manifest-", &log) else { continue }
            strongest = strongest || !algorithm.isWeak
            try check(lines, algorithm, name, &log)
            for path in payload where lines[path] == nil {
                fail(&log, "foreign.bag-unlisted", .altered, path, "the file is not in \(name)")
            }
        }
        if !manifests.isEmpty, !strongest {
            log.add(
                Finding(
                    "foreign.weak-digest", .caveat, .completeness,
                    "the manifests are of SHA-1 or MD5: they find accidents, and prove nothing against somebody who wants to deceive"
                ))
        }
        for name in bag.paths where name.hasPrefix("tagmanifest-") && name.hasSuffix(".txt") {
            guard let (algorithm, lines) = try manifest(name, "tagmanifest-", &log) else { continue }
            try check(lines, algorithm, name, &log)
        }
        try checkOxum(payload, &log)
        log.add(
            Finding(
                "foreign.unsigned", .caveat, .signer,
                "nothing in a bag is signed: whoever changed a file could have changed its manifest with it"))
    }

    private func fail(
        _ log: inout ForeignLog, _ code: String, _ kind: Finding.Kind, _ place: String?, _ text: String
    ) {
        log.add(
            Finding(
                code, .failure(kind), .completeness, at: place.map { SafeText.escaped($0, limit: 200) }, text)
        )
    }

    /// Section 2.1.1
    private func checkDeclaration(_ log: inout ForeignLog) throws {
        let bytes = try bag.contents("bagit.txt", maximumBytes: 1024) ?? []
        let lines = bytes.split(separator: 0x0A).map {
            String(decoding: $0.last == 0x0D ? $0.dropLast() : $0, as: UTF8.self)
        }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]), lines.count == 2,
            ["BagIt-Version: 1.0", "BagIt-Version: 0.97", "BagIt-Version: 0.96"].contains(lines[0]),
            lines[1] == "Tag-File-Character-Encoding: UTF-8"
        else {
            return fail(
                &log, "foreign.bag-declaration", .malformed, "bagit.txt",
                "it is not the two lines that declare a bag in UTF-8, without a byte order mark")
        }
    }

    /// Path and digest of each line (section 2.1.3), with line ends and percent signs in paths decoded.
    private func manifest(_ name: String, _ prefix: String, _ log: inout ForeignLog) throws -> (
        LegacyDigest.Algorithm, [String: String]
    )? {
        let label = name.dropFirst(prefix.count).dropLast(".txt".count)
        guard let algorithm = LegacyDigest.Algorithm(label: label), let bytes = try bag.contents(name) else {
            fail(
                &log, "foreign.bag-manifest", .malformed, name,
                "the manifest is of a digest that is not known, or cannot be read")
            return nil
        }
        var lines: [String: String] = [:]
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let text = String(decoding: line, as: UTF8.self)
            let digest = text.prefix { $0 != " " && $0 != "\t" }
            let path = text.dropFirst(digest.count).drop { $0 == " " || $0 == "\t" || $0 == "*" }
            let decoded = path.replacing("%0A", with: "\n").replacing("%0D", with: "\r").replacing(
                "%25", with: "%")
            let parts = decoded.split(separator: "/", omittingEmptySubsequences: false)
            guard !decoded.isEmpty, !decoded.hasPrefix("/"), !decoded.hasPrefix("~"), !parts.contains("..")
            else {
                fail(&log, "foreign.bag-path", .malformed, name, "a path leads out of the bag")
                continue
            }
            if lines.updateValue(digest.lowercased(), forKey: String(decoded)) != nil {
                fail(
                    &log, "foreign.listed-twice", .malformed, String(decoded),
                    "the file is listed twice in \(name)")
            }
        }
        return (algorithm, lines)
    }

    private func check(
        _ lines: [String: String], _ algorithm: LegacyDigest.Algorithm, _ manifest: String,
        _ log: inout ForeignLog
    ) throws {
        for (path, stated) in lines.sorted(by: { $0.key < $1.key }) {
            guard let digest = LegacyDigest(algorithm), try bag.size(path) != nil else {
                fail(&log, "foreign.missing", .altered, path, "the file is in \(manifest) and not there")
                continue
            }
            guard try unsafe bag.read(path, { unsafe digest.update($0) }),
                Hex.encode(digest.value()) == stated
            else {
                fail(
                    &log, "foreign.digest", .altered, path,
                    "the file is not the one that \(manifest) has the digest of")
                continue
            }
        }
    }

    /// Payload-Oxum: octets and files (section 2.2.2).
    private func checkOxum(_ payload: [String], _ log: inout ForeignLog) throws {
        guard let bytes = try bag.contents("bag-info.txt", maximumBytes: 1 << 20) else { return }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        where line.hasPrefix("Payload-Oxum:") {
            let words = line.dropFirst("Payload-Oxum:".count).filter { $0 != " " && $0 != "\r" }.split(
                separator: ".")
            var sum = 0
            for path in payload { sum += try bag.size(path) ?? 0 }
            if words.map({ Int($0) }) != [sum, payload.count] {
                fail(
                    &log, "foreign.bag-oxum", .altered, "bag-info.txt",
                    "the size and number of files are not those that Payload-Oxum says")
            }
        }
    }
}
