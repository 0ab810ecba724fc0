import Bytes
import Evidence
import Hashing
import Sealing
import Signing
import TestSupport
import Transparency

/// Disclosed parts of bundles (bundle format, section 12).
extension VectorCase {
    private static func part(
        _ about: String, _ codes: Set<String> = [], tells: Set<String> = ["derivation.unchecked"],
        options: Options = Options(), engine: CaptureEngine = .pack, records: [ClosedRange<Int>] = [6...6],
        files: [String: [UInt8]] = [:],
        _ edit: @escaping @Sendable (inout DerivedDraft, VectorKit) throws -> Void = { _, _ in }
    ) -> VectorCase {
        VectorCase("part", about, codes, tells: codes.isEmpty ? tells : [], options: options) { kit in
            var draft = try Breach.draft(engine, kit.maker)
            draft.files = files
            draft.countRecords()
            var derived = try DerivedDraft(draft, records)
            try edit(&derived, kit)
            return Contents(try derived.sealed())
        }
    }

    private static let note = [
        BundlePath.note: Array(
            #"{"format":"exhibit-note/1","stated":{"by":"PC Jo Doe","title":null,"text":"x"}}"#.utf8)
    ]

    /// Changes a text in the derivation before it is signed.
    private static func replacing(_ old: String, _ new: String) -> @Sendable (inout [UInt8]) -> Void {
        { $0 = Array(String(decoding: $0, as: UTF8.self).replacing(old, with: new, maxReplacements: 1).utf8) }
    }

    static var parts: [VectorCase] { goodParts + forgedParts + changedParts }

    private static var goodParts: [VectorCase] {
        [
            part("a record withheld"),
            part("a page withheld with its request", records: [4...5]),
            part(
                "the plan withheld with its signature",
                tells: ["derivation.plan-withheld", "derivation.unchecked"],
                records: [2...3]),
            part("an exchange and its connection withheld", engine: .fetch, records: [4...6]),
            part("a note withheld", records: [], files: note) { derived, _ in
                derived.withheld.append(WithheldLines(.files, 5...5, .privacy))
            },
            part("a reason in words", records: [6...6]) { derived, _ in
                derived.withheld[0] = WithheldLines(.records, 6...6, .other)
                derived.why = "It names the complainant's school."
            },
            part(
                "the capture's own words reduced",
                tells: ["derivation.capture-reduced", "derivation.unchecked"]
            ) { derived, _ in
                var facts = derived.draft.facts
                facts.title = nil
                derived.withheld[1] = WithheldLines(.files, 1...4, .remade)
                derived.new.append(
                    DerivedFile(BundlePath.capture, replaces: WithheldLines.Place(.files, 4), how: .reduced))
                derived.newBytes[BundlePath.capture] = facts.serialized
            },
            part(
                "a picture covered in part", tells: ["derivation.redacted", "derivation.unchecked"]
            ) { derived, _ in
                derived.new.append(
                    DerivedFile(
                        BundlePath.redacted(6), replaces: WithheldLines.Place(.records, 6), how: .filled))
                derived.newBytes[BundlePath.redacted(6)] = SmallPNG.grey(width: 2, height: 2)
            },
            part(
                "withheld by an officer of the force, with a token",
                options: Options(
                    trust: ["officer.pem", "force.pem"], timeTrust: ["tsa.pem"])
            ) { derived, kit in
                derived.officer = try kit.certified.officer()
                derived.material = { value in
                    var material = SignatureMaterial()
                    var forged = try ForgedToken(over: value)
                    forged.time = kit.tokenTime(900)
                    material.tokens = [try TimestampToken.read(forged.signed(by: [kit.time.subject]))]
                    return material
                }
            },
        ]
    }

    /// Signed by who holds the key, and against the rules.
    private static var forgedParts: [VectorCase] {
        [
            part("withheld by somebody who is not known", ["signer.not-anchored"]) { derived, _ in
                derived.officer = try SmallBundle().officer
            },
            part(
                "withheld by an officer of the force, without a token", ["signer.time-unknown"],
                options: Options(
                    trust: ["officer.pem", "force.pem"])
            ) { derived, kit in
                derived.officer = try kit.certified.officer()
            },
            part("a derivation of a newer version", ["statement.version"]) { derived, _ in
                derived.editDerivation = replacing("exhibit-derivation/1", "exhibit-derivation/2")
            },
            part("a derivation that asks for something unknown", ["statement.version"]) { derived, _ in
                derived.editDerivation = replacing(#""critical":[]"#, #""critical":["x"]"#)
            },
            part("a derivation with an unknown reason", ["statement.form"]) { derived, _ in
                derived.editDerivation = replacing(#""privacy""#, #""because""#)
            },
            part("a derivation in another spelling", ["statement.form"]) { derived, _ in
                derived.editDerivation = { $0.append(0x0A) }
            },
            part("the reason other without words", ["statement.form"]) { derived, _ in
                derived.editDerivation = replacing(#""privacy""#, #""other""#)
            },
            part("a line withheld twice", ["statement.form"]) { derived, _ in
                derived.withheld.insert(WithheldLines(.records, 6...6, .victim), at: 0)
            },
            part("lines withheld beyond the last", ["statement.form"]) { derived, _ in
                derived.withheld[0] = WithheldLines(.records, 6...7, .victim)
            },
            part("a picture that claims to replace a record that is left", ["statement.form"]) { derived, _ in
                derived.new.append(
                    DerivedFile(
                        BundlePath.redacted(5), replaces: WithheldLines.Place(.records, 5), how: .filled))
                derived.newBytes[BundlePath.redacted(5)] = SmallPNG.grey(width: 2, height: 2)
            },
            part("a picture that claims to replace another record", ["statement.form"]) { derived, _ in
                derived.new.append(
                    DerivedFile(
                        BundlePath.redacted(5), replaces: WithheldLines.Place(.records, 6), how: .filled))
                derived.newBytes[BundlePath.redacted(5)] = SmallPNG.grey(width: 2, height: 2)
            },
            part("a new file of a name that may not be new", ["container.order", "statement.form"]) {
                derived, _ in
                derived.new.append(
                    DerivedFile(
                        "evidence/extra.json", replaces: WithheldLines.Place(.records, 6), how: .filled))
                derived.newBytes["evidence/extra.json"] = [1]
            },
            part("a derivation without the pages", ["statement.form"]) { derived, _ in
                derived.new.removeLast()
                derived.withheld[1] = WithheldLines(.files, 1...2, .remade)
            },
            part("a file called made anew that is not", ["statement.form"], records: [], files: note) {
                derived, _ in
                derived.withheld[0] = WithheldLines(.files, 1...3, .remade)
                derived.withheld.append(WithheldLines(.files, 5...5, .remade))
            },
            part("a derivation of another bundle", ["derivation.original-differs"]) { derived, kit in
                derived.originalBundle = try SecureRandom.uuid()
            },
            part("a derivation of another statement of the same bundle", ["derivation.original-differs"]) {
                derived, _ in
                let other = SHA256Digest.of(derived.original[BundlePath.statement] ?? []).text
                derived.editDerivation = replacing(other, SHA256Digest.of([1]).text)
            },
            part("a derivation that counts other records", ["derivation.trees-differ"]) { derived, _ in
                derived.recordsHead = TreeHead(count: 6, root: SHA256Digest.of([1]))
            },
            part("withheld before the capture had ended", ["derivation.made"]) { derived, _ in
                derived.made = Timestamp(seconds: derived.draft.window.ended.seconds - 1)
            },
            part("new files in another order than listed", ["derivation.new-differs"]) { derived, _ in
                derived.editDerivation = { bytes in
                    var derivation = String(decoding: bytes, as: UTF8.self)
                    let one =
                        #"{"path":"indexes/index.cdx.gz","replaces":{"tree":"files","line":1},"how":"remade"}"#
                    let two =
                        #"{"path":"indexes/index.idx","replaces":{"tree":"files","line":2},"how":"remade"}"#
                    derivation = derivation.replacing("\(one),\(two)", with: "\(two),\(one)")
                    bytes = Array(derivation.utf8)
                }
            },
            part("a request withheld without its response", ["records.pair"], records: [4...4]),
            part("a response withheld without its request", ["derivation.together"], records: [5...5]),
            part("the plan withheld without its signature", ["derivation.together"], records: [2...2]),
            part(
                "the plan's signature withheld without the plan", ["derivation.together"], records: [3...3]),
            part("the first record withheld", ["derivation.together"], records: [1...1]),
            part(
                "the connection withheld of an exchange that is left", ["records.connections"],
                engine: .fetch, records: [4...4]),
            part("a derivation that names another packaging key", ["package.key-differs"]) { derived, _ in
                derived.packagingDigest = SHA256Digest.of([1])
            },
            part("a derivation that names another signer", ["statement.signer-differs"]) { derived, _ in
                let own = derived.officer.certificate.digest.text
                derived.editDerivation = replacing(
                    "\"signer\":{\"certificate\":\"\(own)",
                    "\"signer\":{\"certificate\":\"\(SHA256Digest.of([1]).text)")
            },
            part(
                "a token from before parts were withheld", ["time.token-early"],
                options: Options(timeTrust: ["tsa.pem"])
            ) { derived, kit in
                derived.material = { value in
                    var material = SignatureMaterial()
                    var forged = try ForgedToken(over: value)
                    forged.time = kit.tokenTime(60)
                    material.tokens = [try TimestampToken.read(forged.signed(by: [kit.time.subject]))]
                    return material
                }
            },
            part("a capture.json that counts fewer records than are left", ["capture.counts"]) { derived, _ in
                var facts = derived.draft.facts
                facts.exchanges = 0
                derived.withheld[1] = WithheldLines(.files, 1...4, .remade)
                derived.new.append(
                    DerivedFile(BundlePath.capture, replaces: WithheldLines.Place(.files, 4), how: .reduced))
                derived.newBytes[BundlePath.capture] = facts.serialized
            },
        ]
    }

    private static func lines(_ parts: ContainerParts, _ name: String) -> [[UInt8]] {
        (parts[name] ?? []).split(separator: 0x0A).map(Array.init)
    }

    private static func text(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.map { $0 + [0x0A] }.joined()) }

    /// A good part changed by somebody without a key.
    private static var changedParts: [VectorCase] {
        func changed(
            _ about: String, _ codes: Set<String>,
            _ change: @escaping @Sendable (inout ContainerParts) -> Void
        )
            -> VectorCase
        {
            // The data package is made anew, so that nothing else is found.
            part(about, codes) { derived, _ in derived.editFiles = change }
        }
        return [
            changed("the derivation is missing", ["container.missing", "container.order"]) { parts in
                for name in [
                    BundlePath.derivation.content, BundlePath.derivation.signature,
                    BundlePath.derivation.signatureValue,
                ] {
                    parts[name] = nil
                }
            },
            changed("the signature of the derivation is missing", ["container.missing"]) { parts in
                parts[BundlePath.derivation.signature] = nil
            },
            changed("the derivation is changed", ["statement.signature-invalid"]) { parts in
                parts[BundlePath.derivation.content]?[400] ^= 1
            },
            changed(
                "the value of the derivation's signature is another", ["statement.signature-value-differs"]
            ) { parts in
                parts[BundlePath.derivation.signatureValue]?[10] ^= 1
            },
            changed("the original statement is changed", ["statement.signature-invalid"]) { parts in
                parts[BundlePath.originalStatement.content]?[400] ^= 1
            },
            changed("the original statement is missing", ["container.missing"]) { parts in
                parts[BundlePath.originalStatement.content] = nil
            },
            changed("a leaf is another", ["records.root"]) { parts in
                var all = lines(parts, BundlePath.records)
                all[5] = WithheldLine.serialized(SHA256Digest.of([1]))
                parts[BundlePath.records] = text(all)
            },
            changed(
                "a withheld line in another spelling",
                ["derivation.withheld-differs", "records.line-form", "records.root"]
            ) { parts in
                var all = lines(parts, BundlePath.records)
                all[5].append(0x20)
                parts[BundlePath.records] = text(all)
            },
            changed(
                "one line more is withheld",
                [
                    "derivation.together", "derivation.withheld-differs", "index.differs", "pages.differ",
                    "records.untold",
                ]
            ) { parts in
                var all = lines(parts, BundlePath.records)
                all[4] = WithheldLine.serialized(MerkleTree.leaf(all[4]))
                parts[BundlePath.records] = text(all)
            },
            changed("a withheld line is left out", ["records.root"]) { parts in
                parts[BundlePath.records] = text(lines(parts, BundlePath.records).dropLast())
            },
            changed("a leaf of the files is another", ["files.root"]) { parts in
                var all = lines(parts, BundlePath.files)
                all[1] = WithheldLine.serialized(SHA256Digest.of([1]))
                parts[BundlePath.files] = text(all)
            },
            changed("a file more is withheld", ["derivation.withheld-differs", "files.path"]) { parts in
                var all = lines(parts, BundlePath.files)
                all[3] = WithheldLine.serialized(MerkleTree.leaf(all[3]))
                parts[BundlePath.files] = text(all)
            },
            changed("a new file is another", ["files.digest"]) { parts in
                var pages = parts[BundlePath.pages] ?? []
                pages.swapAt(pages.count - 4, pages.count - 5)
                parts[BundlePath.pages] = pages
            },
            changed(
                "a file that is never carried",
                ["container.missing", "container.order", "files.path", "masked.line-form"]
            ) { parts in
                guard let place = parts.index(BundlePath.records) else { return }
                parts.files.insert((BundlePath.masked, [0x7B, 0x7D, 0x0A]), at: place)
            },
        ]
    }
}
