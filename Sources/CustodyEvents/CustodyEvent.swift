public import Bytes
public import Hashing

/// One entry of a custody log: who did what to which bundle, and when. It names people and reasons only by a salted digest, so that
/// the log can stay when they must go.
public struct CustodyEvent: Sendable, Equatable {
    public static let format = "exhibit-custody-event/1"
    /// What an entry of a log can hold (C2SP tlog-tiles).
    public static let maximumBytes = 65_535

    public let verb: CustodyVerb
    public let time: Timestamp
    /// Digest of the certificate of who acted.
    public let actor: SHA256Digest
    /// Nil for what was done to the log itself.
    public let bundle: RandomUUID?
    /// SHA-256 over salt and details.
    public let details: SHA256Digest
    /// CMS, detached, over the event without this.
    public let signature: [UInt8]

    package init(
        verb: CustodyVerb, time: Timestamp, actor: SHA256Digest, bundle: RandomUUID?, details: SHA256Digest,
        signature: [UInt8]
    ) {
        self.verb = verb
        self.time = time
        self.actor = actor
        self.bundle = bundle
        self.details = details
        self.signature = signature
    }

    private var members: [JSONMember] {
        [
            JSONMember("format", .string(Self.format)), JSONMember("verb", .string(verb.rawValue)),
            JSONMember("time", .string(time.text)), JSONMember("actor", .string(actor.text)),
            JSONMember("bundle", JSONValue(bundle?.urn)), JSONMember("details", .string(details.text)),
        ]
    }

    /// What the signature is over.
    package var signed: [UInt8] { JSONValue.object(members).serialized() }

    /// The entry of the log.
    public var serialized: [UInt8] {
        JSONValue.object(members + [JSONMember("signature", .string(Base64.encode(signature)))]).serialized()
    }

    /// Reads an entry; nil for anything but what `serialized` gives.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes, let json = try? JSONReader.parse(bytes),
            json["format"]?.string == Self.format,
            let verb = json["verb"]?.string.flatMap({ CustodyVerb(rawValue: $0) }),
            let time = json["time"]?.string.flatMap({ Timestamp($0) }),
            let actor = json["actor"]?.string.flatMap({ SHA256Digest(text: $0) }),
            let place = json["bundle"],
            let details = json["details"]?.string.flatMap({ SHA256Digest(text: $0) }),
            let signature = json["signature"]?.string.flatMap({ Base64.decode($0) })
        else { return nil }
        // What is no bundle's id is told by the comparison below.
        let bundle = place.string.flatMap { RandomUUID(urn: $0) }
        self.init(
            verb: verb, time: time, actor: actor, bundle: bundle, details: details, signature: signature)
        guard serialized == bytes else { return nil }
    }

    /// The signature, when it is that of who is said to have acted, and over this event; nil else.
    public func validSignature() -> SignedData? {
        guard let data = try? SignedData.read(signature), data.signer.digest == actor,
            (try? data.verifies(signed)) == true
        else { return nil }
        return data
    }

    /// The certificate of who acted, when the signature is theirs and over this event; nil else.
    public func signer() -> Certificate? { validSignature()?.signer }
}

extension CustodyEvent {
    /// Where the bundle's name stands: behind verb, time and actor.
    private static func bundle(in entry: [UInt8]) -> ArraySlice<UInt8> {
        let head = #"{"format":"\#(format)","verb":""#.utf8.count
        guard entry.count > head, let verb = entry[head...].firstIndex(of: UInt8(ascii: "\"")) else {
            return []
        }
        let place = verb + #"","time":"0000-00-00T00:00:00Z","actor":"sha256:","bundle":"#.utf8.count + 64
        return place < entry.count ? entry[place...] : []
    }

    /// Whether an entry can be an event of a bundle, without reading all of it.
    package static func mayBe(of urn: [UInt8], _ entry: [UInt8]) -> Bool {
        bundle(in: entry).dropFirst().starts(with: urn)
    }

    /// Whether an entry can be an event that is of no bundle, without reading all of it.
    package static func isOfTheLog(_ entry: [UInt8]) -> Bool { bundle(in: entry).starts(with: "null".utf8) }
}
