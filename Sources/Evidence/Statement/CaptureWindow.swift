public import Bytes

/// From when to when a capture ran, in whole seconds; the date of each record lies in it.
public struct CaptureWindow: Sendable, Equatable {
    public let begun: Timestamp
    public let ended: Timestamp

    public init(begun: Timestamp, ended: Timestamp) {
        self.begun = begun.wholeSeconds
        self.ended = ended.wholeSeconds
    }

    public func contains(_ time: Timestamp) -> Bool { begun <= time && time <= ended }

    public var json: JSONValue { ["begun": .string(begun.text), "ended": .string(ended.text)] }

    init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        begun = try object.wholeSeconds("begun")
        ended = try object.wholeSeconds("ended")
        try object.finish()
    }
}
