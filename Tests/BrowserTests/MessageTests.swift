import Bytes
import Testing

@testable import Browser

struct MessageTests {
    private func pieces(_ chunks: [UInt8]...) -> [MessageSplitter.Piece] {
        var splitter = MessageSplitter()
        var pieces: [MessageSplitter.Piece] = []
        for chunk in chunks { splitter.feed(chunk[...]) { pieces.append($0) } }
        return pieces
    }

    private let answer = Array(#"{"id":7,"result":{}}"#.utf8)
    private let event = Array(#"{"method":"Page.frameNavigated","params":{}}"#.utf8)

    @Test func cutsMessagesWhereverThePipeCutThem() {
        let whole = answer + [0] + event + [0]
        for place in 0...whole.count {
            #expect(
                pieces(Array(whole[..<place]), Array(whole[place...])) == [.message(answer), .message(event)])
        }
    }

    @Test func dropsEventsThatNobodyLooksAt() {
        let noise = Array(#"{"method":"Page.loadEventFired","params":{}}"#.utf8)
        #expect(pieces(noise + [0] + answer + [0]) == [.message(answer)])
    }

    @Test func throwsAwayWhatIsTooLong() {
        let filling = [UInt8](repeating: 0x20, count: 1 << 20)
        let head = Array(#"{"id":12,"result":"#.utf8)
        var splitter = MessageSplitter()
        var pieces: [MessageSplitter.Piece] = []
        splitter.feed(head[...]) { pieces.append($0) }
        for _ in 0...48 { splitter.feed(filling[...]) { pieces.append($0) } }
        splitter.feed([0]) { pieces.append($0) }
        splitter.feed((event + filling + filling + [0])[...]) { pieces.append($0) }
        splitter.feed((event + [0])[...]) { pieces.append($0) }
        #expect(pieces == [.tooLong(id: 12), .message(event)])
    }

    @Test func readsAnswersErrorsAndEvents() throws {
        let refused = try #require(
            DevToolsMessage(Array(#"{"id":3,"error":{"code":-32000,"message":"no"}}"#.utf8)))
        #expect(refused.id == 3)
        #expect(refused.refusal == "no")
        let told = try #require(
            DevToolsMessage(Array(#"{"method":"A.b","params":{"x":1},"sessionId":"S"}"#.utf8)))
        #expect(told.id == nil)
        #expect(told.session == "S")
        #expect(told.content["x"]?.integer == 1)
        #expect(DevToolsMessage(Array("{}".utf8)) == nil)
        #expect(DevToolsMessage(Array(#"{"id":1,"id":2}"#.utf8)) == nil)
        let deep =
            #"{"id":1,"result":"# + String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
            + "}"
        #expect(DevToolsMessage(Array(deep.utf8)) == nil)
    }

    @Test(arguments: [
        (#"\ud800"#, "\u{FFFD}"), (#"\udc00\ud800"#, "\u{FFFD}\u{FFFD}"), (#"\ud83d\ude00"#, "😀"),
        (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"), (#"\\ud800"#, #"\ud800"#), (#"\\\ud800x"#, "\\\u{FFFD}x"),
    ])
    func readsHalfSurrogatePairsAsUnreadable(escaped: String, text: String) throws {
        let message = try #require(DevToolsMessage(Array(#"{"id":1,"result":"\#(escaped)\ud800"}"#.utf8)))
        #expect(message.content.string == text + "\u{FFFD}")
    }

    @Test(arguments: [
        ("[1:1:ERROR:dbus/bus.cc] no bus\n", "it ended at once and wrote nothing"),
        ("[1:1:FATAL:zygote.cc(1)] No usable sandbox! Update your kernel", "it finds no usable sandbox"),
        (
            "setpriv: setresuid failed: Operation not permitted",
            "this process may not change to another account"
        ),
        ("[1:1:FATAL:a.cc] bad \u{202E}thing\n#0 0x5", "[1:1:FATAL:a.cc] bad \\u{202e}thing"),
    ])
    func saysFromTheLogWhyChromiumEnded(log: String, reason: String) {
        #expect(LaunchLog.reason(in: log).hasPrefix(reason))
    }
}
