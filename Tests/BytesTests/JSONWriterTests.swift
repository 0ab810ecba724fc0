import Bytes
import Testing

struct JSONWriterTests {
    private static let value: JSONValue = [
        "name": .string("a \u{1}\n\"\\ é 😀"), "list": [.null, .bool(true), 12, []], "empty": [:],
    ]

    @Test func whatIsWrittenIsSpelledSo() {
        #expect(Self.value.isSpelled(Self.value.serialized()))
        #expect(
            String(decoding: Self.value.serialized(), as: UTF8.self)
                == #"{"name":"a \u0001\n\"\\ é 😀","list":[null,true,12,[]],"empty":{}}"#)
    }

    @Test func noOtherTextIsSpelledSo() {
        let text = Self.value.serialized()
        for place in text.indices {
            var changed = text
            changed[place] ^= 1
            #expect(!Self.value.isSpelled(changed))
            #expect(!Self.value.isSpelled(Array(text[..<place])))
        }
        #expect(!Self.value.isSpelled(text + [0x20]))
    }
}
