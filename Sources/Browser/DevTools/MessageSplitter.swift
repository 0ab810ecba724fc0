internal import Bytes

/// Cuts what comes out of the pipe into messages, each of which ends with a NUL.
struct MessageSplitter {
    /// What was cut out.
    enum Piece: Equatable {
        case message([UInt8])
        /// An answer over the limit, of which only its number was kept.
        case tooLong(id: Int)
    }

    private var pending: [UInt8] = []
    /// Whether the message that is coming is thrown away.
    private var isDiscarding = false

    private static let headBytes = 256

    /// Takes the next bytes of the pipe, and gives the pieces that they complete.
    mutating func feed(_ bytes: ArraySlice<UInt8>, to receive: (Piece) -> Void) {
        var rest = bytes
        while let end = rest.firstIndex(of: 0) {
            add(rest[..<end])
            if let piece = complete() { receive(piece) }
            rest = rest[(end + 1)...]
        }
        add(rest)
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        if isDiscarding { return }
        pending += bytes
        let limit = Self.answerID(pending) == nil ? DevToolsLimits.eventBytes : DevToolsLimits.answerBytes
        guard pending.count > limit else { return }
        isDiscarding = true
        pending = Array(pending.prefix(Self.headBytes))
    }

    private mutating func complete() -> Piece? {
        defer {
            pending = []
            isDiscarding = false
        }
        if isDiscarding { return Self.answerID(pending).map(Piece.tooLong) }
        if let event = Self.eventName(pending), !DevToolsLimits.events.contains(event) { return nil }
        return .message(pending)
    }

    /// The number of the command that a message answers, from its beginning `{"id":7,`; nil for an event.
    static func answerID(_ message: [UInt8]) -> Int? {
        let mark = Array(#"{"id":"#.utf8)
        guard message.starts(with: mark) else { return nil }
        let digits = message.dropFirst(mark.count).prefix(12).prefix { (0x30...0x39).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// The name of an event, from its beginning `{"method":"Page.loadEventFired",`; nil when it does not begin so.
    static func eventName(_ message: [UInt8]) -> String? {
        let mark = Array(#"{"method":""#.utf8)
        guard message.starts(with: mark) else { return nil }
        let name = message.dropFirst(mark.count).prefix(Self.headBytes).prefix { $0 != UInt8(ascii: "\"") }
        return String(decoding: name, as: UTF8.self)
    }
}
