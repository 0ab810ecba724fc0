public import Bytes
public import Hashing
import Messages
import Signing
import Wire

/// A small post site with TLS on loopback, for trying the program without the internet.
///
/// Its authority lives as long as the process.
public final class DemoSite: Sendable {
    /// The host that it calls itself; no name server knows it.
    public static let host = "social.example"
    /// The post.
    public static let address = "https://\(host)/@northgate_watcher/posts/184883"

    /// What a client must trust to believe the site.
    public let authority: Certificate
    public var port: Int { server.port }
    private let server: LoopbackServer

    private init(authority: Certificate, server: LoopbackServer) {
        self.authority = authority
        self.server = server
    }

    /// Serves on a free port of 127.0.0.1 until `stop`.
    public static func start(at now: Timestamp) throws -> DemoSite {
        let from = Timestamp(seconds: now.seconds - 86_400)
        let authorityKey = try SigningKey.generateP256()
        let authority = try CertificateIssue.make(
            .authority, key: authorityKey, commonName: "Demonstration authority", from: from, days: 30)
        let key = try SigningKey.generateP256()
        let leaf = try CertificateIssue.make(
            .server(hosts: [host]), key: key, commonName: host, from: from, days: 30,
            issuer: (authority, authorityKey))
        let context = try TLSContext.server(
            certificate: leaf.der, chain: [authority.der], privateKey: try key.privateDER())
        let server = try LoopbackServer.start(tls: context) { connection in
            while let request = try connection.readRequest() {
                let words = request.head.startWords
                try connection.write(answer(method: words.first ?? "", path: words.count > 1 ? words[1] : ""))
            }
        }
        return DemoSite(authority: authority, server: server)
    }

    public func stop() { server.stop() }

    private static func answer(method: String, path: String) -> [UInt8] {
        if method == "POST", path.hasPrefix("/api/consent/") { return head("204 No Content", []) }
        switch path {
        case "/@northgate_watcher/posts/184883":
            // Whoever looks gets a cookie, so that the bundle has something to mask.
            return whole(
                "text/html; charset=utf-8", Array(DemoPages.post.utf8),
                ["Set-Cookie: visit=7d1f0c5e9a; Secure"])
        case "/static/style.css": return whole("text/css; charset=utf-8", Array(DemoPages.style.utf8))
        case "/static/app.js": return whole("text/javascript; charset=utf-8", Array(DemoPages.script.utf8))
        case "/static/avatar.png": return whole("image/png", DemoPictures.avatar)
        case "/static/street.jpg": return whole("image/jpeg", DemoPictures.street)
        case "/static/van.jpg": return whole("image/jpeg", DemoPictures.van)
        case "/api/posts/184883": return chunked("application/json", Array(DemoPages.data.utf8))
        case "/api/posts/184883/replies": return chunked("application/json", Array(DemoPages.replies.utf8))
        default: return head("404 Not Found", ["Content-Length: 0"])
        }
    }

    private static func head(_ status: String, _ fields: [String]) -> [UInt8] {
        Array(
            (["HTTP/1.1 \(status)", "Server: demonstration"] + fields + ["", ""]).joined(separator: "\r\n")
                .utf8)
    }

    private static func whole(_ type: String, _ body: [UInt8], _ fields: [String] = []) -> [UInt8] {
        head("200 OK", ["Content-Type: \(type)", "Content-Length: \(body.count)"] + fields) + body
    }

    /// In two chunks, as servers send what they are still working out.
    private static func chunked(_ type: String, _ body: [UInt8]) -> [UInt8] {
        let half = body.count / 2
        var bytes = head("200 OK", ["Content-Type: \(type)", "Transfer-Encoding: chunked"])
        for part in [body[..<half], body[half...]] {
            bytes += Array("\(String(part.count, radix: 16))\r\n".utf8) + part + [0x0D, 0x0A]
        }
        return bytes + Array("0\r\n\r\n".utf8)
    }
}
