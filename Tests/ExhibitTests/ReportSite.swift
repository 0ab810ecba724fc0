import Foundation
import Hashing
import Messages
import Synchronization
import TestSupport
import Wire

/// A site with any number of posts on loopback, and lists of reports of them.
final class ReportSite: Sendable {
    static let host = "board.example"

    private let server: LoopbackServer
    private let authorityFile: String

    /// `gone` posts are not there; those of `busy` are there when they are asked a second time.
    init(_ program: Program, gone: Set<Int> = [], busy: Set<Int> = []) throws {
        let authority = try TestAuthority()
        authorityFile = try program.home.write(
            CertificatePEM.encode(authority.certificate), to: "authority.pem")
        let counter = Counter()
        server = try LoopbackServer.start(tls: authority.context(for: [Self.host])) { connection in
            while let request = try connection.readRequest() {
                let path = request.head.startWords.dropFirst().first ?? "/"
                let number = Int(path.split(separator: "/").last ?? "") ?? 0
                let times = counter.add(path)
                if gone.contains(number) {
                    try connection.write(Array("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".utf8))
                } else if busy.contains(number), times == 1 {
                    let head = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
                    try connection.write(Array(head.utf8))
                } else {
                    let page = Self.page(number)
                    let head =
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(page.count)\r\n\r\n"
                    try connection.write(Array(head.utf8) + page)
                }
            }
        }
        self.counter = counter
    }

    private let counter: Counter

    private final class Counter: Sendable {
        private let counts = Mutex<[String: Int]>([:])

        func add(_ path: String) -> Int {
            counts.withLock { counts in
                counts[path, default: 0] += 1
                return counts[path, default: 0]
            }
        }
    }

    deinit { server.stop() }

    private static func page(_ number: Int) -> [UInt8] {
        Array(
            """
            <!DOCTYPE html><html lang="en"><head><title>Post \(number)</title></head><body><article class="h-entry">
            <a class="u-url" href="https://\(host)/posts/\(number)">link</a>
            <time class="dt-published" datetime="2026-10-03T18:22:41Z">then</time>
            <span class="p-author h-card">Northgate Watch</span><p class="e-content">Post number \(number)</p>
            </article></body></html>
            """.utf8)
    }

    /// For `exhibit capture`.
    var options: [String] {
        [
            "--engine", "fetch", "--resolve", "\(Self.host)=127.0.0.1:\(server.port)", "--upstream-trust",
            authorityFile,
        ]
    }

    /// A table of reports, one for each post.
    static func table(_ posts: some Sequence<Int>, more: String = "") -> [UInt8] {
        let rows = posts.map { number in
            "R/\(number),2026-10-04,Example Police,harassment,https://\(host)/posts/\(number),He sent me messages on the board.,\n"
        }
        return Array(
            ("reference,received,force,offence,url,narrative,threat-to-life\n" + rows.joined() + more).utf8)
    }
}
