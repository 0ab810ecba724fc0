import Bytes

/// What a capture ran on.
public struct SoftwareFacts: Sendable, Equatable {
    /// Version of this program.
    public let exhibit: String
    public let openssl: String
    /// Operating system, kernel and machine.
    public let system: String
    /// The browser's own version line; nil without a browser.
    public let chromium: String?

    public init(exhibit: String, openssl: String, system: String, chromium: String?) {
        self.exhibit = exhibit
        self.openssl = openssl
        self.system = system
        self.chromium = chromium
    }

    var json: JSONValue {
        [
            "exhibit": .string(exhibit), "openssl": .string(openssl), "system": .string(system),
            "chromium": JSONValue(chromium),
        ]
    }

    init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        exhibit = try object.string("exhibit")
        openssl = try object.string("openssl")
        system = try object.string("system")
        chromium = try object.stringOrNull("chromium")
        try object.finish()
    }
}
