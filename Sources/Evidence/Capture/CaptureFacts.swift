public import Bytes

/// `evidence/capture.json`: what the machine saw of itself and of the capture (bundle format, section 9).
public struct CaptureFacts: Sendable {
    public static let format = "exhibit-capture/1"

    public var target: String
    /// Where redirects led; nil when nothing was loaded.
    public var final: String?
    /// What the page called itself.
    public var title: String?
    public var engine: CaptureEngine
    public var outcome: CaptureOutcome
    public var window: CaptureWindow
    /// Whether the system's clock was kept by a time server; nil when the system does not say.
    public var clockSynchronised: Bool?
    /// The monotonic clock, in nanoseconds.
    public var monotonicBegun: Int64
    public var monotonicEnded: Int64
    /// How far the `Date` fields of servers were from this machine's clock: how many were compared, and by how many seconds
    /// one was behind and ahead at most. A consistency check, which the capturing machine could forge.
    public var serverDates = (compared: 0, behindSeconds: 0, aheadSeconds: 0)
    public var software: SoftwareFacts
    /// What the browser was set to and showed, as an object; null without a browser.
    public var browser: JSONValue
    public var timeLimitSeconds: Int
    public var sizeLimitBytes: Int
    /// Limits that were reached, in plain English.
    public var reached: [String]
    public var caveats: [Caveat]
    public var notRecorded: [NotRecorded]
    public var exchanges: Int
    public var connections: Int
    /// Bytes of all blocks.
    public var bytes: Int
    /// What the program noted of itself, as an object; nil in bundles that have none.
    public var reliability: JSONValue?

    public init(
        target: String, final: String?, title: String?, engine: CaptureEngine, outcome: CaptureOutcome,
        window: CaptureWindow, clockSynchronised: Bool?, monotonicBegun: Int64, monotonicEnded: Int64,
        software: SoftwareFacts, browser: JSONValue, timeLimitSeconds: Int, sizeLimitBytes: Int,
        reached: [String],
        caveats: [Caveat], notRecorded: [NotRecorded], exchanges: Int, connections: Int, bytes: Int
    ) {
        self.target = target
        self.final = final
        self.title = title
        self.engine = engine
        self.outcome = outcome
        self.window = window
        self.clockSynchronised = clockSynchronised
        self.monotonicBegun = monotonicBegun
        self.monotonicEnded = monotonicEnded
        self.software = software
        self.browser = browser
        self.timeLimitSeconds = timeLimitSeconds
        self.sizeLimitBytes = sizeLimitBytes
        self.reached = reached
        self.caveats = caveats
        self.notRecorded = notRecorded
        self.exchanges = exchanges
        self.connections = connections
        self.bytes = bytes
    }

    public var serialized: [UInt8] {
        let always: JSONValue = [
            "target": .string(target), "final": JSONValue(final), "title": JSONValue(title),
            "engine": .string(engine.rawValue), "outcome": outcome.json, "window": window.json,
            "clock": [
                "synchronised": clockSynchronised.map(JSONValue.bool) ?? .null,
                "monotonicBegun": JSONValue(monotonicBegun), "monotonicEnded": JSONValue(monotonicEnded),
                "server_dates": [
                    "compared": JSONValue(serverDates.compared),
                    "behindSeconds": JSONValue(serverDates.behindSeconds),
                    "aheadSeconds": JSONValue(serverDates.aheadSeconds),
                ],
            ],
            "software": software.json, "browser": browser,
            "limits": ["timeSeconds": JSONValue(timeLimitSeconds), "sizeBytes": JSONValue(sizeLimitBytes)],
            "reached": .array(reached.map(JSONValue.string)), "caveats": .array(caveats.map(\.json)),
            "not_recorded": .array(notRecorded.map(\.json)),
            "counts": [
                "exchanges": JSONValue(exchanges), "connections": JSONValue(connections),
                "bytes": JSONValue(bytes),
            ],
        ]
        var observed = always.object ?? []
        if let reliability { observed.append(JSONMember("reliability", reliability)) }
        return (["format": .string(Self.format), "observed": .object(observed)] as JSONValue).serialized()
    }

    /// Reads what `serialized` writes: the closed schema.
    public static func parse(_ bytes: [UInt8]) throws(StatementError) -> CaptureFacts {
        let value = try StatementError.reading(bytes)
        do {
            return try CaptureFacts(JSONObject(value))
        } catch {
            throw .shape(error)
        }
    }

    private init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        guard try object.string("format") == Self.format else {
            throw object.wrong("format", "must be \(Self.format)")
        }
        var observed = try object.object("observed")
        try object.finish()
        target = try observed.string("target")
        final = try observed.stringOrNull("final")
        title = try observed.stringOrNull("title")
        guard let engine = CaptureEngine(rawValue: try observed.string("engine")) else {
            throw observed.wrong("engine", "must be chromium, fetch or pack")
        }
        self.engine = engine
        outcome = try CaptureOutcome(observed.object("outcome"))
        window = try CaptureWindow(observed.object("window"))
        var clock = try observed.object("clock")
        let synchronised = try clock.value("synchronised")
        clockSynchronised = synchronised.bool
        guard clockSynchronised != nil || synchronised.isNull else {
            throw clock.wrong("synchronised", "must be true, false or null")
        }
        monotonicBegun = Int64(try clock.count("monotonicBegun"))
        monotonicEnded = Int64(try clock.count("monotonicEnded"))
        var dates = try clock.object("server_dates")
        serverDates = (
            try dates.count("compared"), try dates.count("behindSeconds"), try dates.count("aheadSeconds")
        )
        try dates.finish()
        try clock.finish()
        software = try SoftwareFacts(observed.object("software"))
        browser = try observed.value("browser")
        guard browser.object != nil || browser.isNull else {
            throw observed.wrong("browser", "must be an object or null")
        }
        var limits = try observed.object("limits")
        timeLimitSeconds = try limits.count("timeSeconds")
        sizeLimitBytes = try limits.count("sizeBytes")
        try limits.finish()
        reached = try observed.strings("reached")
        caveats = []
        for value in try observed.array("caveats") {
            var caveat = try JSONObject(value, path: "/observed/caveats")
            caveats.append(Caveat(code: try caveat.string("code"), text: try caveat.string("text")))
            try caveat.finish()
        }
        notRecorded = []
        for value in try observed.array("not_recorded") {
            var entry = try JSONObject(value, path: "/observed/not_recorded")
            notRecorded.append(
                NotRecorded(
                    what: try entry.string("what"), uri: try entry.stringOrNull("uri"),
                    reason: try entry.string("reason")))
            try entry.finish()
        }
        var counts = try observed.object("counts")
        exchanges = try counts.count("exchanges")
        connections = try counts.count("connections")
        bytes = try counts.count("bytes")
        try counts.finish()
        if observed.hasNext("reliability") {
            let noted = try observed.value("reliability")
            guard noted.object != nil else { throw observed.wrong("reliability", "must be an object") }
            reliability = noted
        }
        try observed.finish()
    }
}
