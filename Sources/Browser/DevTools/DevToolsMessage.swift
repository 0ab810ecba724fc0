internal import Bytes

/// One message from the browser: the answer to a command, or an event (Chrome DevTools Protocol).
struct DevToolsMessage: Sendable {
    /// The command that this answers; nil for an event.
    let id: Int?
    /// The name of the event; empty for an answer.
    let event: String
    /// The target that it is about; nil for the browser itself.
    let session: String?
    /// The result of a command, or the parameters of an event.
    let content: JSONValue
    /// Why the command failed.
    let refusal: String?
    /// Its length on the pipe.
    let bytes: Int

    /// An answer that says only that it could not be read.
    static func unreadable(id: Int, _ reason: String) -> DevToolsMessage {
        DevToolsMessage(id: id, event: "", session: nil, content: .null, refusal: reason, bytes: 0)
    }

    /// The refusal of an answer that was over the limit.
    static let tooLong = "answer too long"

    private init(id: Int?, event: String, session: String?, content: JSONValue, refusal: String?, bytes: Int)
    {
        self.id = id
        self.event = event
        self.session = session
        self.content = content
        self.refusal = refusal
        self.bytes = bytes
    }

    /// Reads a message; nil when it is no JSON, or no message.
    init?(_ text: [UInt8]) {
        guard let value = Self.parse(text) else { return nil }
        let id = value["id"]?.integer.map { Int($0) }
        let event = value["method"]?.string
        guard id != nil || event != nil else { return nil }
        let error = value["error"]
        self.init(
            id: id, event: event ?? "", session: value["sessionId"]?.string,
            content: (id == nil ? value["params"] : value["result"]) ?? .null,
            refusal: error.map { $0["message"]?.string ?? "no reason given" }, bytes: text.count)
    }

    /// Strings of a page may hold half a surrogate pair, which no UTF-8 can hold and our reader refuses. It is
    /// read as U+FFFD, the character that stands for what cannot be read.
    private static func parse(_ text: [UInt8]) -> JSONValue? {
        let limits = JSONLimits(maximumBytes: DevToolsLimits.answerBytes, maximumDepth: DevToolsLimits.depth)
        do {
            return try JSONReader.parse(text, limits: limits)
        } catch  where error.code == .loneSurrogate {
            return try? JSONReader.parse(LoneSurrogates.replaced(in: text), limits: limits)
        } catch {
            return nil
        }
    }
}
