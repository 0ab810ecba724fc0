internal import Bytes
internal import Hashing

/// Something that the program did to a page.
struct PageAction {
    let kind: String
    /// Where in the page.
    var selector: String?
    /// Words of the page.
    var text: String?
    var script: PageScript?
    /// What came of it, in plain English.
    var effect: String?

    init(
        _ kind: String, selector: String? = nil, text: String? = nil, script: PageScript? = nil,
        effect: String? = nil
    ) {
        self.kind = kind
        self.selector = selector
        self.text = text
        self.script = script
        self.effect = effect
    }

    /// As a line of `evidence/actions.jsonl`.
    func json(at time: Timestamp) -> JSONValue {
        [
            "time": .string(time.textWithMilliseconds), "kind": .string(kind),
            "selector": JSONValue(selector.map { String($0.unicodeScalars.prefix(200)) }),
            "text": JSONValue(text.map { String($0.unicodeScalars.prefix(300)) }),
            "script": JSONValue(script?.digest.text), "effect": JSONValue(effect),
        ]
    }
}
