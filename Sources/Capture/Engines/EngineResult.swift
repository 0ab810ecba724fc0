import Bytes

/// What an engine brought home of a page.
struct EngineResult {
    /// The address at the end.
    var final: String?
    var title: String?
    /// The status of the page, as the engine saw it.
    var status: Int?
    /// Why there was no page.
    var failure: String?
    /// What broke off the capture.
    var interruption: String?
    /// Limits that were reached, and parts that are missing, in plain English.
    var reached: [String] = []
    /// For `browser` in `capture.json`.
    var browser: JSONValue = .null
    /// The browser's version.
    var product: String?
}
