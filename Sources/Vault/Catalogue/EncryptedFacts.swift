import Bytes
import Files

/// `UUID.wacz.facts.json`: what the catalogue has of a bundle whose file is encrypted, so that it is made again without a key. Author,
/// title of the page and words are not in it, as they are not in the catalogue for a sensitive exhibit.
package enum EncryptedFacts {
    static let format = "exhibit-facts/1"
    private static let maximumBytes = 16 << 20
    private static let memberCount = 12

    static func serialized(_ facts: BundleFacts) -> [UInt8] {
        let json: JSONValue = [
            "format": .string(format), "address": .string(facts.address), "outcome": .string(facts.outcome),
            "engine": .string(facts.engine), "captured": .string(facts.captured),
            "platform": .string(facts.platform), "posted": .string(facts.posted),
            "signer": .string(facts.signer), "bytes": JSONValue(facts.bytes),
            "posts": JSONValue(facts.postCount),
            "flags": .array(facts.flags.sorted().map(JSONValue.string)),
            "reports": .array(facts.reports.map(JSONValue.string)),
        ]
        return json.serialized()
    }

    /// Nil for what is not there, or is not in this form; then the catalogue has no more than the log.
    static func read(_ path: String) -> BundleFacts? {
        guard let bytes = try? WholeFile.read(path, maximumBytes: maximumBytes) else { return nil }
        return parse(bytes)
    }

    /// Nil for anything but the form's members (`Schemas/facts.schema.json`): nobody signed it, and it goes into the catalogue.
    static func parse(_ bytes: [UInt8]) -> BundleFacts? {
        guard let json = try? JSONReader.parse(bytes), json["format"]?.string == format,
            json.object?.count == memberCount
        else { return nil }
        func text(_ value: JSONValue?) -> String? {
            value?.string.flatMap { $0.unicodeScalars.count <= BundleFacts.mostCharacters ? $0 : nil }
        }
        func count(_ name: String) -> Int? {
            json[name]?.integer.flatMap { Int(exactly: $0) }.flatMap { $0 >= 0 ? $0 : nil }
        }
        func texts(_ name: String) -> [String]? {
            guard let values = json[name]?.array else { return nil }
            let texts = values.compactMap(text)
            return texts.count == values.count ? texts : nil
        }
        guard let address = text(json["address"]), let outcome = text(json["outcome"]),
            let engine = text(json["engine"]), let captured = text(json["captured"]),
            let platform = text(json["platform"]), let posted = text(json["posted"]),
            let signer = text(json["signer"]), let bytes = count("bytes"), let posts = count("posts"),
            let flags = texts("flags").map(Set.init), flags.isSubset(of: BundleFacts.knownFlags),
            let reports = texts("reports"), reports.count <= BundleFacts.mostReports
        else { return nil }
        var facts = BundleFacts()
        (facts.address, facts.outcome, facts.engine, facts.captured) = (address, outcome, engine, captured)
        (facts.platform, facts.posted, facts.signer) = (platform, posted, signer)
        (facts.bytes, facts.postCount) = (bytes, posts)
        (facts.flags, facts.reports) = (flags, reports)
        return facts
    }

    /// What is read of a file, as it is written; nil for what is not in this form.
    package static func rewritten(_ bytes: [UInt8]) -> [UInt8]? { parse(bytes).map(serialized) }
}
