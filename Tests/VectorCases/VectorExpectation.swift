import Bytes

/// What is written beside a file of the kit: how to verify it, and what must be found.
public struct VectorExpectation: Sendable {
    public let about: String
    public let status: Int32
    /// The gravest kind of failure.
    public let kind: String?
    public let codes: Set<String>
    public let tells: Set<String>
    public let options: VectorCase.Options

    public init(_ one: VectorCase, status: Int32, kind: String?) {
        about = one.about
        self.status = status
        self.kind = kind
        codes = one.codes
        tells = one.tells
        options = one.options
    }

    public init(_ bytes: [UInt8]) throws {
        let json = try JSONReader.parse(bytes)
        func texts(_ value: JSONValue?) throws -> [String] {
            guard let texts = value?.array?.compactMap(\.string) else { throw NotAnExpectation() }
            return texts
        }
        guard json["format"]?.string == "exhibit-vector/1", let about = json["about"]?.string,
            let status = json["status"]?.integer, let given = json["options"]
        else { throw NotAnExpectation() }
        self.about = about
        self.status = Int32(status)
        kind = json["kind"]?.string
        codes = Set(try texts(json["codes"]))
        tells = Set(try texts(json["tells"]))
        var options = VectorCase.Options()
        options.trust = try texts(given["trust"])
        options.timeTrust = try texts(given["tsaTrust"])
        options.serverTrust = try texts(given["serverTrust"])
        options.logs = try texts(given["ctLogs"])
        options.at = given["at"]?.string.flatMap { Timestamp($0) }
        options.now = given["now"]?.string.flatMap { Timestamp($0) }
        options.requireTime = given["requireTime"] == .bool(true)
        options.requireRevocation = given["requireRevocation"] == .bool(true)
        options.acceptsForeign = given["foreign"] == .bool(true)
        options.quick = given["quick"] == .bool(true)
        self.options = options
    }

    private struct NotAnExpectation: Error {}

    /// One line of JSON.
    public var serialized: [UInt8] {
        func names(_ values: some Sequence<String>) -> JSONValue {
            .array(values.sorted().map(JSONValue.string))
        }
        let json: JSONValue = [
            "format": "exhibit-vector/1", "about": .string(about), "status": JSONValue(status),
            "kind": JSONValue(kind), "codes": names(codes), "tells": names(tells),
            "options": [
                "trust": names(options.trust), "tsaTrust": names(options.timeTrust),
                "serverTrust": names(options.serverTrust), "ctLogs": names(options.logs),
                "at": JSONValue(options.at?.text), "now": JSONValue(options.now?.text),
                "requireTime": .bool(options.requireTime),
                "requireRevocation": .bool(options.requireRevocation),
                "foreign": .bool(options.acceptsForeign), "quick": .bool(options.quick),
            ],
        ]
        return json.serialized() + [0x0A]
    }
}
