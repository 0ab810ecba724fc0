import Bytes
import Evidence
import Files
import Hashing
import Sealing
import TestSupport

/// Bundles of a size and kind that measurements need. Each has the signer's certificate beside it, as `FILE.pem`.
enum TrialBundle {
    /// Random bytes that begin as an MP4 film does, so that they are stored and not deflated.
    static func stored(at path: String, mebibytes: Int, kibibytes: ClosedRange<Int>) throws {
        try make(path) { writer, maker in
            var random = SystemRandomNumberGenerator()
            var left = mebibytes << 20
            var number = 0
            while left > 0 {
                let size = min(left, Int.random(in: kibibytes, using: &random) << 10)
                var film = try SecureRandom.bytes(size)
                film.replaceSubrange(4..<8, with: Array("ftyp".utf8))
                try writer.append([maker.record("urn:film:\(number)", "video/mp4", film)])
                left -= size
                number += 1
            }
        }
    }

    /// Pairs of request and response with text of 1 to 8 KiB.
    static func small(at path: String, count: Int) throws {
        var random = SystemRandomNumberGenerator()
        try make(path) { writer, maker in
            for number in 0..<(count / 2) {
                try writer.append(exchange(number, maker, &random))
            }
        }
    }

    /// Random text in one record, so that the bundle has about this size.
    static func sized(at path: String, kibibytes: Int) throws {
        try make(path) { writer, maker in
            // Random bytes do not deflate, and a bundle without contents takes 9 KiB.
            let bytes = try SecureRandom.bytes(max(0, kibibytes - 9) << 10)
            try writer.append([maker.record("urn:sized", "application/octet-stream", bytes)])
        }
    }

    private static func make(
        _ path: String, _ body: (BundleWriter, SmallBundle) throws -> Void
    ) throws {
        let maker = try SmallBundle()
        let writer = try maker.begin(at: path)
        try body(writer, maker)
        try maker.seal(writer)
        try WholeFile.create(path + ".pem", CertificatePEM.encode(maker.officer.certificate))
        print(maker.officer.certificate.digest.text)
    }

    private static func exchange(
        _ number: Int, _ maker: SmallBundle, _ random: inout some RandomNumberGenerator
    ) throws -> [EvidenceRecord] {
        let address = "https://www.example.org/posts/\(number % 97)/replies?id=\(number)&lang=en"
        var request = EvidenceRecord(
            .request, id: try SecureRandom.uuid(), date: maker.begun, uri: address,
            contentType: "application/http; msgtype=request",
            block: .bytes(head: head("GET /posts/\(number) HTTP/1.1", "text/html"), payload: []))
        var response = EvidenceRecord(
            .response, id: try SecureRandom.uuid(), date: maker.begun, uri: address,
            contentType: "application/http; msgtype=response",
            block: .bytes(
                head: head("HTTP/1.1 200 OK", "text/html; charset=utf-8"),
                payload: Array(words(Int.random(in: 1024...7168, using: &random), &random).utf8)))
        request.concurrentTo = response.id
        response.concurrentTo = request.id
        return [request, response]
    }

    private static func head(_ first: String, _ type: String) -> [UInt8] {
        Array("\(first)\r\nHost: www.example.org\r\nContent-Type: \(type)\r\nServer: trial\r\n\r\n".utf8)
    }

    private static let vocabulary = [
        "the", "post", "was", "reported", "on", "Monday", "by", "an", "officer", "who", "saw", "it", "first",
        "<p>", "</p>", "<a href=\"/next\">", "</a>", "threat", "reply", "image", "account", "ß", "Grüße",
    ]

    private static func words(_ bytes: Int, _ random: inout some RandomNumberGenerator) -> String {
        var text = ""
        while text.utf8.count < bytes {
            text += vocabulary.randomElement(using: &random) ?? ""
            text += " \(Int.random(in: 0...9999, using: &random)) "
        }
        return text
    }
}
