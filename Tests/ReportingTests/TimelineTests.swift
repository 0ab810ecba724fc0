import Bytes
import Evidence
import Foundation
import Hashing
import Reading
import Reporting
import TestSupport
import Testing

@Suite struct TimelineTests {
    private let bundles: ReportBundles

    init() throws { bundles = try ReportBundles() }

    private func source(_ name: String, id: String, at time: String, by handle: String = "northgate_w") throws
        -> ReportedBundle
    {
        var contents = ReportBundles.Contents()
        contents.postID = id
        contents.createdAt = time
        contents.handle = handle
        return try bundles.bundle(try bundles.seal(contents, name: name))
    }

    @Test func occasionsAreCountedByAccountWithTheirGaps() throws {
        let timeline = Timeline([
            try source("c.wacz", id: "3", at: "2026-11-12T22:00:00Z"),
            try source("a.wacz", id: "1", at: "2026-11-10T21:00:00.5Z"),
            try source("again.wacz", id: "1", at: "2026-11-10T21:00:00.5Z"),
            try source("b.wacz", id: "2", at: "2026-11-10T23:30:00Z"),
            try source("other.wacz", id: "9", at: "2026-11-11T00:00:00Z", by: "another"),
        ])
        #expect(timeline.subjects.count == 2)
        let subject = try #require(timeline.subjects.first)
        #expect(subject.posts.count == 3)
        #expect(subject.gaps == [9000, 167_400])
        #expect(subject.occasions.count == 9)
        let text = timeline.text
        #expect(text.contains("@northgate_w, id 1600000000000000001: 3 different posts on 2 days."))
        #expect(
            text.contains(
                "@another, id 1600000000000000001: 1 different post on 1 day; two occasions are not shown"))
        let lines = timeline.commaSeparated.split(separator: "\r\n")
        #expect(lines.count == 13)
        #expect(
            lines[1].hasPrefix("2026-11-10T21:00:00Z,\"posted, as the platform says\",")
                && lines[1].contains(",the first,"))
        #expect(lines[2].contains(",the same post again,"))
        #expect(lines[3].contains(",2 h 29 min,") || lines[3].contains(",2 h 30 min,"))
        #expect(lines.contains { $0.hasPrefix("2026-11-22,\"reported, as the report states\",") })
    }

    @Test func wordsOfMarkedPostsAreOnNoPageOfIt() throws {
        var contents = ReportBundles.Contents()
        contents.flags = ["under-18"]
        let bundle = try bundles.bundle(try bundles.seal(contents))
        let made = bundles.maker.begun
        let html = Timeline([bundle], hidesSensitive: true).html(made: made)
        #expect(!html.contains("where you live") && html.contains("not shown here: "))
        #expect(Timeline([bundle]).html(made: made).contains("where you live"))
    }

    @Test func aRequestTellsWhatItsAnswerNames() throws {
        let summary = try bundles.summary(try bundles.seal())
        let request = PreservationRequest(
            id: try SecureRandom.uuid(), platform: "X", made: bundles.maker.begun, from: nil,
            until: "2026-12-01",
            bundles: [summary])
        let item = try #require(request.items.first)
        #expect(item.postID == "1880000000000000001" && item.handle == "northgate_w")
        #expect(item.identifierTime == "2025-01-16T20:43:15.123Z")
        #expect(request.from == "2026-11-20T21:14:09Z" && request.until == "2026-12-01")
        if JSONSchema.isAvailable {
            #expect(try JSONSchema("preservation").errors(in: [request.serialized]) == "")
        }
        let reference = try #require(PreservationRequest.reference(request.serialized))
        #expect(reference["request"]?.string == request.id.urn)
        #expect(reference["digest"]?.string == request.digest.text)
        #expect(PreservationRequest.reference(Array("{}".utf8)) == nil)
        #expect(
            PreservationRequest.reference(Array(#"{"format":"exhibit-preservation/1","id":"x"}"#.utf8)) == nil
        )
        #expect(request.text.contains("Time in the id: 2025-01-16T20:43:15.123Z"))
    }

    /// A post that no reader read is known by its address.
    @Test func theAddressTellsPostAndTimeWhereNothingWasRead() throws {
        let path = bundles.folder.file("unread.wacz")
        let maker = bundles.maker
        let writer = try maker.begin(at: path, target: "https://x.com/northgate_w/status/1880000000000000001")
        try maker.seal(writer)
        let request = PreservationRequest(
            id: try SecureRandom.uuid(), platform: "X", made: maker.begun, from: nil, until: nil,
            bundles: [try bundles.summary(path)])
        #expect(request.items.first?.postID == "1880000000000000001")
        #expect(request.items.first?.identifierTime?.hasPrefix("2025-01-") == true)
        let timeline = Timeline([try bundles.bundle(path)])
        #expect(timeline.subjects.map(\.name) == ["not read"])
    }
}
