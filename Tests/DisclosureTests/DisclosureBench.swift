import Archive
import Bytes
import Disclosure
import Evidence
import Hashing
import Reading
import Sealing
import TestSupport
import Verifier
import Writing

/// A bundle with a page, a picture, what shows the page, and posts; and parts of it.
struct DisclosureBench {
    static let page = "https://social.example/post/17"
    static let picture = "https://media.example/private/4711.jpg?size=large&v=2"
    static let other = "https://media.example/logo-of-the-site.png"
    static let secret = "the-words-that-nobody-may-read-in-the-picture"

    let folder: TemporaryFolder
    let maker: SmallBundle
    /// Numbers of the records, by what they are.
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        maker = try SmallBundle()
        path = folder.file("whole.wacz")
        var draft = try BundleDraft(maker, engine: .fetch)
        draft.plan = CapturePlan(
            bundle: draft.plan.bundle, begun: draft.plan.begun, target: Self.page, engine: .fetch,
            options: [:],
            softwareVersion: "0.1.0", signer: draft.plan.signer, packagingKey: draft.plan.packagingKey,
            packaging: draft.plan.packaging)
        try draft.setFirstRecords()
        draft.facts.target = Self.page
        draft.facts.notRecorded = [NotRecorded(what: "request", uri: Self.picture, reason: "asked for twice")]
        let connections = [1, 2].map {
            #"{"format":"exhibit-connection/1","number":\#($0),"host":"h\#($0).example"}"#
        }
        // 4: connection; 5, 6: the page; 7: connection; 8, 9: the picture; 10, 11: another picture of the same host.
        try draft.add(RecordURI.connection(1), type: "application/json", connections[0])
        try Self.add(
            Self.page, "<h1>A post</h1><p>and nothing of the picture", connection: 1, isPage: true, to: &draft
        )
        try draft.add(RecordURI.connection(2), type: "application/json", connections[1])
        try Self.add(Self.picture, Self.secret, connection: 2, to: &draft)
        try Self.add(Self.other, "a logo", connection: 2, to: &draft)
        // 12, 13: an answer that names the picture, packed.
        let api = try MemberCompressor().deflated(
            Array(#"{"media":"\#(Self.picture.replacing("/", with: "\\/"))"}"#.utf8))
        try Self.add("https://api.example/post", api, coding: "gzip", connection: 1, to: &draft)
        // 14, 15: what shows the page.
        try draft.add("urn:text:\(Self.page)", type: "text/plain; charset=utf-8", "A post")
        var shot = try DraftRecord(
            "resource", "urn:fullPage:\(Self.page)", maker.begun, type: "image/png", [])
        shot.block = SmallPNG.grey(width: 40, height: 30)
        shot.refreshDigests()
        draft.records.append(shot)
        // 16, 17: the picture once more.
        try Self.add("https://mirror.example/4711", Self.secret, connection: 1, to: &draft)
        let ids = draft.records.map(\.id.urn)
        draft.files[BundlePath.posts] = Array(
            """
            {"platform":"web","postId":"17","url":"\(Self.page)","text":"A post","record":"\(ids[5])"}
            {"platform":"web","postId":"18","text":"Another","record":"\(ids[12])","media":[{"record":"\(ids[8])"}]}

            """.utf8)
        draft.files[BundlePath.note] = Array(
            #"{"format":"exhibit-note/1","stated":{"by":"PC Jo Doe","title":null,"text":"see \#(Self.picture)"}}"#
                .utf8)
        draft.countRecords()
        try folder.write(try draft.sealed(), to: "whole.wacz")
    }

    private static func add(
        _ uri: String, _ body: some Sequence<UInt8>, coding: String? = nil, connection: Int,
        isPage: Bool = false,
        to draft: inout BundleDraft
    ) throws {
        let place = try draft.addExchange(uri, connection: connection, isPage: isPage)
        let target = uri.replacing("https://", with: "").drop { $0 != "/" }
        draft.records[place].block = Array("GET \(target) HTTP/1.1\r\nHost: h.example\r\n\r\n".utf8)
        draft.records[place].refreshDigests()
        let field = coding.map { "Content-Encoding: \($0)\r\n" } ?? ""
        draft.records[place + 1].block =
            Array("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\(field)\r\n".utf8) + body
        draft.records[place + 1].refreshDigests()
    }

    private static func add(
        _ uri: String, _ body: String, connection: Int, isPage: Bool = false, to draft: inout BundleDraft
    ) throws {
        try add(uri, body.utf8, connection: connection, isPage: isPage, to: &draft)
    }

    /// What a choice withholds.
    func plan(_ edit: (inout DisclosureChoice) -> Void) throws -> DisclosurePlan {
        var choice = DisclosureChoice(reason: .privacy)
        edit(&choice)
        return try Closure.plan(choice, of: Original(ReadableBundle(path: path)))
    }

    /// The derived bundle's bytes.
    func part(_ edit: (inout DisclosureChoice) -> Void) throws -> [UInt8] {
        let name = "part-\(try SecureRandom.uuid().text).wacz"
        try DerivedBundleWriter.write(
            try plan(edit), of: Original(ReadableBundle(path: path)), why: nil, to: folder.file(name),
            by: maker.officer, clock: maker.clock)
        return try folder.read(name)
    }

    func verdict(_ bytes: [UInt8]) throws -> Verdict {
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        return try BundleVerifier.verify(bytes: bytes, options: VerifyOptions(anchors: anchors))
    }

    /// All that somebody who has the part can read: its bytes, and the contents of all members in it.
    static func readable(_ bytes: [UInt8]) throws -> [UInt8] {
        var all = bytes
        for file in try ContainerParts(bytes).files where file.name.hasSuffix(".gz") {
            var place = 0
            while place < file.bytes.count {
                let decompressor = try StreamDecompressor()
                try unsafe file.bytes[place...].withUnsafeBytes { rest in
                    place += try unsafe decompressor.append(rest) { unsafe all += $0 }
                }
            }
        }
        return all
    }
}
