import Bytes
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0 as Int64), ("2000-02-29T12:00:00Z", 951_825_600),
        ("2026-11-23T14:32:05Z", 1_795_444_325), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func readsAndWritesTheSameText(text: String, seconds: Int64) throws {
        let time = try #require(Timestamp(text))
        #expect(time.seconds == seconds)
        #expect(time.text == text)
    }
}
