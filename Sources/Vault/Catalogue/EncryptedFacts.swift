import Bytes
import Files

/// `UUID.wacz.facts.json`: what the catalogue has of a bundle whose file is encrypted, so that it is made again without a key. Author,
/// title of the page and words are not in it, as they are not in the catalogue for a sensitive exhibit.
enum EncryptedFacts {
    static let format = "exhibit-facts/1"
    private static let maximumBytes = 16 << 20

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

    static func parse(_ bytes: [UInt8]) -> BundleFacts? {
        guard let json = try? JSONReader.parse(bytes), json["format"]?.string == format else { return nil }
        func text(_ name: String) -> String? { json[name]?.string }
        guard let address = text("address"), let outcome = text("outcome"), let engine = text("engine"),
            let captured = text("captured"), let platform = text("platform"), let posted = text("posted"),
            let signer = text("signer"), let bytes = json["bytes"]?.integer.flatMap({ Int(exactly: $0) }),
            let posts = json["posts"]?.integer.flatMap({ Int(exactly: $0) }),
            let flags = json["flags"]?.array?.compactMap(\.string),
            let reports = json["reports"]?.array?.compactMap(\.string)
        else { return nil }
        var facts = BundleFacts()
        (facts.address, facts.outcome, facts.engine, facts.captured) = (address, outcome, engine, captured)
        (facts.platform, facts.posted, facts.signer) = (platform, posted, signer)
        (facts.bytes, facts.postCount) = (bytes, posts)
        (facts.flags, facts.reports) = (Set(flags), reports)
        return facts
    }
}
