import Bytes
import Evidence
import Hashing
import Sealing
import TestSupport
import Testing

/// What programs of others say of a sealed bundle.
@Suite struct StockToolsTests {
    private static let needed = ["unzip", "python3", "openssl", "warcio", "wacz", "cdxj-indexer"]
    private static var missing: [String] { needed.filter { Tool.named($0) == nil } }

    @Test(.enabled(if: missing.isEmpty, "needs unzip, python3, openssl, warcio, wacz and cdxj-indexer"))
    func acceptABundleWithResponsesAndAllKindsOfRecords() throws {
        let folder = try TemporaryFolder()
        let maker = try SmallBundle()
        let path = folder.file("small.wacz")
        let writer = try maker.begin(at: path)
        let addresses = [
            "https://www.Example.org:443/A/../b/?z=1&a=2#frag", "https://example.org/%7Euser/a%2520b?sid=x",
            "http://user:pass@example.org:8080/x;jsessionid=1?y", "https://127.1/p",
            "https://[2001:db8::1]:444/v6/",
            "https://example.org/q?", "https://example.org/?PHPSESSID=0123456789abcdef0123456789abcdef&b=1&a",
            "https://example.org/(S(abcdefghijklmnopqrstuvwx))/page.aspx?x",
            "https://xn--bcher-kva.example/Ü".replacing("Ü", with: "%C3%9C"),
        ]
        for (number, address) in addresses.enumerated() {
            try writer.append(Self.exchange(address, number: number, maker))
        }
        try writer.append([
            maker.record("urn:view:https://example.org/A?b=c", "image/png", [0x89, 0x50, 0x4E, 0x47, 1, 2])
        ])
        try writer.append([
            maker.record("urn:text:https://example.org/", "text/plain; charset=utf-8", Array("Grüße".utf8))
        ])
        for number in 0..<700 {
            try writer.append([maker.record("urn:x:\(number)", "text/plain", Array("number \(number)".utf8))])
        }
        try writer.append([maker.record("urn:large", "video/mp4", [UInt8](repeating: 7, count: 9 << 20))])
        try writer.append([
            maker.record("urn:largetext", "text/plain", [UInt8](repeating: 65, count: 9 << 20))
        ])
        try writer.append([maker.record("urn:after", "text/plain", Array("after".utf8))])
        let note = Array(#"{"format":"exhibit-note/1","stated":{"text":"hello"}}"#.utf8)
        try maker.seal(writer, files: [BundlePath.note: note])

        func run(_ name: String, _ arguments: String...) throws -> Tool.Outcome {
            let outcome = try #require(Tool.named(name)).run(arguments, folder: folder.path)
            #expect(outcome.status == 0, "\(name): \(outcome.errors) \(outcome.text)")
            return outcome
        }
        _ = try run("unzip", "-tq", path)
        _ = try run("python3", "-m", "zipfile", "-t", path)
        _ = try run("unzip", "-q", path)
        _ = try run("wacz", "validate", "-f", path)
        for number in 1...4 { _ = try run("warcio", "check", "archive/data-000\(number).warc.gz") }
        try folder.write(CertificatePEM.encode(maker.officer.certificate), to: "signer.pem")
        _ = try run(
            "openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in",
            "evidence/statement.p7s",
            "-content", "evidence/statement.json", "-CAfile", "signer.pem", "-attime",
            String(maker.begun.seconds + 60), "-out", "/dev/null")
        let lines = try run("cdxj-indexer", "-s", "archive").output
        let gzip = try run("gzip", "-dc", "indexes/index.cdx.gz").output
        for (ours, theirs) in zip(gzip.split(separator: 0x0A), lines.split(separator: 0x0A))
        where ours != theirs {
            Issue.record(
                "\(String(decoding: ours, as: UTF8.self)) differs from \(String(decoding: theirs, as: UTF8.self))"
            )
        }
        #expect(gzip.count == lines.count)
    }

    /// A request and its chunked response.
    static func exchange(_ address: String, number: Int, _ maker: SmallBundle) throws -> [EvidenceRecord] {
        let requestID = try SecureRandom.uuid()
        let responseID = try SecureRandom.uuid()
        var request = EvidenceRecord(
            .request, id: requestID, date: maker.begun, uri: address,
            contentType: "application/http; msgtype=request",
            block: .bytes(head: Array("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".utf8), payload: []))
        request.concurrentTo = responseID
        let heads = [
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 404\r\ncontent-type : text/plain\r\n\r\n",
            "HTTP/1.0 200 OK\nContent-Type:\n text/x;a=b\n\n",
            "HTTP/1.1 301 Moved\r\nX: y\r\n\r\n",
        ]
        var response = EvidenceRecord(
            .response, id: responseID, date: maker.begun, uri: address,
            contentType: "application/http; msgtype=response",
            block: .bytes(
                head: Array(heads[number % heads.count].utf8), payload: Array("5\r\nhello\r\n0\r\n\r\n".utf8))
        )
        response.concurrentTo = requestID
        return [request, response]
    }
}
