import Bytes

/// Something that was there and is not in the bundle.
public struct NotRecorded: Sendable, Equatable {
    /// What it was, as `websocket`.
    public let what: String
    public let uri: String?
    /// In plain English.
    public let reason: String

    public init(what: String, uri: String?, reason: String) {
        self.what = what
        self.uri = uri
        self.reason = reason
    }

    var json: JSONValue { ["what": .string(what), "uri": JSONValue(uri), "reason": .string(reason)] }
}
