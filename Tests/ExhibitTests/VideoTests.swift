import Bytes
import Foundation
import Hashing
import Messages
import TestSupport
import Testing
import Wire

/// `--video`: the parts of a stream, as they were sent.
@Suite(.enabled(if: Tool.named("yt-dlp") != nil, "needs yt-dlp, which scripts/peers installs"))
struct VideoTests {
    @Test func everyPartOfAStreamIsRecorded() throws {
        let program = try Program()
        try program.initialise()
        let authority = try TestAuthority()
        // Packets of an MPEG transport stream, empty ones.
        let packet: [UInt8] = [0x47, 0x1F, 0xFF, 0x10] + [UInt8](repeating: 0xFF, count: 184)
        let parts = (0..<3).map { number in
            (0..<20).flatMap { _ in packet } + [0x47, 0x1F, 0xFF, 0x10, UInt8(number)]
                + [UInt8](repeating: 0, count: 183)
        }
        let list =
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n"
            + (0..<3).map { "#EXTINF:4.0,\npart\($0).ts\n" }.joined() + "#EXT-X-ENDLIST\n"
        let server = try LoopbackServer.start(tls: authority.context(for: ["film.example"])) { connection in
            while let request = try connection.readRequest() {
                let path = request.head.startWords.dropFirst().first ?? "/"
                let number = Int(path.filter(\.isNumber)) ?? 0
                let (type, body) =
                    path.hasSuffix(".m3u8")
                    ? ("application/vnd.apple.mpegurl", Array(list.utf8))
                    : ("video/mp2t", parts.indices.contains(number) ? parts[number] : [])
                let head = "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n"
                try connection.write(Array(head.utf8) + (request.head.startWords.first == "HEAD" ? [] : body))
            }
        }
        defer { server.stop() }
        let outcome = try program.capture([
            "--engine", "fetch", "--video", "-o", "film.wacz", "--resolve",
            "film.example=127.0.0.1:\(server.port)",
            "--upstream-trust",
            try program.home.write(CertificatePEM.encode(authority.certificate), to: "ca.pem"),
            "https://film.example/list.m3u8",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)\(outcome.text)")
        #expect(outcome.text.contains("a film was fetched by yt-dlp "), "\(outcome.text)")
        #expect(try program.run("verify", "film.wacz").status == 0)
        let records = try BundleRecords.of(program.home.file("film.wacz")).records
        for number in 0..<3 {
            #expect(
                records.contains {
                    $0.type == "response" && $0.uri.hasSuffix("/part\(number).ts")
                        && $0.body.elementsEqual(parts[number])
                })
        }
        #expect(records.contains { $0.uri.hasPrefix("urn:exhibit:video:film.") })
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: program.home.path).allSatisfy {
                !$0.hasPrefix("exhibit-video-")
            })
    }
}
