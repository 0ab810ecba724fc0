import Evidence
import Foundation
import TestSupport
import Testing
import Wire

/// A way in which a server can misbehave.
struct HostileAnswer: Sendable, CustomTestStringConvertible {
    let name: String
    /// Outcomes that are right.
    let kinds: Set<CaptureOutcome.Kind>
    /// What the bundle must say somewhere.
    let words: String?
    let serve: @Sendable (ServerConnection) throws -> Void

    var testDescription: String { name }

    private init(
        _ name: String, _ kinds: Set<CaptureOutcome.Kind>, _ words: String?,
        _ serve: @escaping @Sendable (ServerConnection) throws -> Void
    ) {
        self.name = name
        self.kinds = kinds
        self.words = words
        self.serve = serve
    }

    private static func send(_ text: String) -> @Sendable (ServerConnection) throws -> Void {
        { connection in
            try connection.write(Array(text.utf8))
            connection.end()
        }
    }

    private static let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)

    static let all: [HostileAnswer] = [
        HostileAnswer("an endless body", [.partial], "limit of size") { connection in
            try connection.write(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
            while true { try connection.write(piece) }
        },
        HostileAnswer("an endless chunked body", [.partial], "limit of size") { connection in
            try connection.write(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
            while true { try connection.write(Array("10000\r\n".utf8) + piece + [13, 10]) }
        },
        HostileAnswer("a slow body", [.partial], "limit of time") { connection in
            try connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".utf8))
            while true {
                try connection.write([UInt8(ascii: "x")])
                Thread.sleep(forTimeInterval: 0.1)
            }
        },
        HostileAnswer("a slow head", [.failed], "too long") { connection in
            try connection.write(Array("HTTP/1.1 200 OK\r\nX: ".utf8))
            while true {
                try connection.write([UInt8(ascii: "x")])
                Thread.sleep(forTimeInterval: 0.1)
            }
        },
        HostileAnswer("no answer at all", [.failed], "too long") { _ in Thread.sleep(forTimeInterval: 5) },
        HostileAnswer(
            "too short a body", [.partial], "connection that ended",
            send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")),
        HostileAnswer(
            "too long a body", [.loaded], nil, send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nmuch longer")
        ),
        HostileAnswer(
            "a length that is no number", [.loaded], nil,
            send("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc")),
        HostileAnswer(
            "a length that overflows", [.partial, .loaded], nil,
            send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nabc")),
        HostileAnswer(
            "two lengths", [.loaded], nil,
            send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde")),
        HostileAnswer(
            "a length and chunks", [.loaded], nil,
            send(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            )),
        HostileAnswer(
            "a chunk size that overflows", [.partial], "connection that ended",
            send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\nabc")),
        HostileAnswer(
            "a chunk without a size", [.partial], "connection that ended",
            send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n")),
        HostileAnswer("a head without end", [.failed], "longer than 1 MiB") { connection in
            try connection.write(Array("HTTP/1.1 200 OK\r\n".utf8))
            while true { try connection.write(Array("X-Bomb: ".utf8) + piece + [13, 10]) }
        },
        HostileAnswer("fields without end", [.failed, .loaded], nil) { connection in
            try connection.write(Array("HTTP/1.1 200 OK\r\n".utf8))
            for number in 0..<30_000 { try connection.write(Array("X\(number): y\r\n".utf8)) }
            try connection.write(Array("Content-Length: 0\r\n\r\n".utf8))
        },
        HostileAnswer("a gzip bomb", [.loaded], nil) { connection in
            let bomb = [UInt8](repeating: 0, count: 1 << 20)
            try connection.write(
                Array(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n".utf8)
                    + bomb)
        },
        HostileAnswer("no HTTP", [.failed], "does not begin as HTTP", send("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
        HostileAnswer(
            "HTTP of another version", [.failed], "does not begin as HTTP", send("HTTP/9.9 200 OK\r\n\r\n")),
        HostileAnswer(
            "odd bytes in fields", [.loaded], nil,
            send(
                "HTTP/1.1 200 OK\r\nX-A: a\rb\u{1B}[31m\r\nno colon here\r\nX\u{0}: y\r\nContent-Length: 2\r\n\r\nok"
            )),
        HostileAnswer("bare line feeds", [.loaded], nil, send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")),
        HostileAnswer(
            "a redirect without end", [.failed, .loaded], nil,
            send("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")),
        HostileAnswer(
            "a redirect to no address", [.loaded, .partial], nil,
            send("HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\nContent-Length: 0\r\n\r\n")),
        HostileAnswer(
            "a redirect with a line break", [.loaded, .partial, .failed], nil,
            send("HTTP/1.1 302 Found\r\nLocation: /x\ty\u{1}\r\nContent-Length: 0\r\n\r\n")),
        HostileAnswer("interim answers without end", [.failed], "too many interim") { connection in
            while true { try connection.write(Array("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n".utf8)) }
        },
        HostileAnswer("a reset before the answer", [.failed], "ended the connection") { $0.reset() },
        HostileAnswer("a reset in the head", [.failed], "ended the connection") { connection in
            try connection.write(Array("HTTP/1.1 200 OK\r\nConte".utf8))
            connection.reset()
        },
        HostileAnswer("a reset in the body", [.partial], "connection that ended") { connection in
            try connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".utf8) + piece)
            Thread.sleep(forTimeInterval: 0.1)
            connection.reset()
        },
        HostileAnswer(
            "a body that ends with the connection", [.loaded], nil,
            send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end")),
        HostileAnswer(
            "chunks and a trailer", [.loaded], nil,
            send(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nX-Trailer: z\r\n\r\n"
            )),
        HostileAnswer(
            "no body where none may be", [.failed], "empty page",
            send("HTTP/1.1 204 No Content\r\nContent-Length: 50\r\n\r\n")),
    ]
}
