import Glibc
import Synchronization
import Threads

/// A small HTTP/1.1 server on loopback that is also a proxy: it answers `GET http://post.test/…` itself, and refuses
/// `CONNECT`. A thread for each connection.
public final class PageServer: Sendable {
    /// A request as it came.
    public struct Request: Sendable, Equatable {
        public let method: String
        /// As in the first line: absolute for a proxy.
        public let target: String
        public let fields: [String]

        /// The value of a header field, whatever the case of its name.
        public func field(_ name: String) -> String? {
            let mark = name.lowercased() + ":"
            guard let line = fields.first(where: { $0.lowercased().hasPrefix(mark) }) else { return nil }
            return String(line.dropFirst(mark.count).drop { $0 == " " })
        }
    }

    /// What is answered.
    public enum Answer: Sendable {
        case page(String)
        case content(type: String, [UInt8])
        case status(Int, String)
        case redirect(to: String)
        /// The connection stays open and nothing more comes, until the server is closed.
        case silence
        /// The connection is closed without an answer.
        case nothing
    }

    private let listener: Int32
    public let port: UInt16
    private let answers: @Sendable (Request) -> Answer
    private struct Log {
        var requests: [Request] = []
        var connections: [Int32] = []
        var isClosed = false
    }
    private let log = Mutex(Log())

    /// Serves until it is closed; `answers` is called on the threads of the connections.
    public init(_ answers: @escaping @Sendable (Request) -> Answer) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listening, size) = (listener, length)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard unsafe bind(listening, address, size) == 0, listen(listening, 64) == 0 else {
                    return Int32(-1)
                }
                return unsafe getsockname(listening, address, &length)
            }
        }
        guard status == 0 else { throw ServerError(number: errno) }
        port = UInt16(bigEndian: address.sin_port)
        self.answers = answers
        try BlockingThread.start { [self] in accept() }.detach()
    }

    struct ServerError: Error { let number: Int32 }

    /// The requests so far.
    public var requests: [Request] { log.withLock { $0.requests } }

    /// Ends the server and all its connections.
    public func close() {
        log.withLock { log in
            guard !log.isClosed else { return }
            log.isClosed = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in log.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            let isTaken = log.withLock { log in
                guard connection >= 0, !log.isClosed else { return false }
                log.connections.append(connection)
                return true
            }
            guard isTaken else { break }
            guard
                let thread = try? BlockingThread.start(stackBytes: 256 << 10, { [self] in serve(connection) })
            else {
                break
            }
            thread.detach()
        }
        Glibc.close(listener)
    }

    private func serve(_ connection: Int32) {
        var pending: [UInt8] = []
        while let request = next(connection, &pending) {
            log.withLock { $0.requests.append(request) }
            guard answer(connection, request) else { break }
        }
        log.withLock { log in
            log.connections.removeAll { $0 == connection }
            Glibc.close(connection)
        }
    }

    private func next(_ connection: Int32, _ pending: inout [UInt8]) -> Request? {
        let mark = Array("\r\n\r\n".utf8)
        while true {
            if pending.count >= 4,
                let end = (0...(pending.count - 4)).first(where: { Array(pending[$0..<$0 + 4]) == mark })
            {
                let lines = String(decoding: pending[..<end], as: UTF8.self).split(separator: "\r\n").map(
                    String.init)
                pending.removeFirst(end + 4)
                let words = (lines.first ?? "").split(separator: " ").map(String.init)
                guard words.count == 3 else { return nil }
                return Request(method: words[0], target: words[1], fields: Array(lines.dropFirst()))
            }
            var buffer = [UInt8](repeating: 0, count: 16 << 10)
            let count = unsafe recv(connection, &buffer, buffer.count, 0)
            guard count > 0, pending.count < 1 << 20 else { return nil }
            pending += buffer[..<count]
        }
    }

    /// Whether the connection goes on.
    private func answer(_ connection: Int32, _ request: Request) -> Bool {
        let response: (line: String, type: String, more: String, body: [UInt8])
        switch request.method == "CONNECT" ? .status(502, "no tunnel here") : answers(request) {
        case .page(let text): response = ("200 OK", "text/html; charset=utf-8", "", Array(text.utf8))
        case .content(let type, let bytes): response = ("200 OK", type, "", bytes)
        case .status(let code, let text):
            response = ("\(code) Status", "text/html; charset=utf-8", "", Array(text.utf8))
        case .redirect(let address): response = ("302 Found", "text/plain", "Location: \(address)\r\n", [])
        case .silence:
            var byte: UInt8 = 0
            _ = unsafe recv(connection, &byte, 1, 0)
            return false
        case .nothing: return false
        }
        let head =
            "HTTP/1.1 \(response.line)\r\nContent-Type: \(response.type)\r\n\(response.more)"
            + "Content-Length: \(response.body.count)\r\nCache-Control: no-store\r\n\r\n"
        let bytes = Array(head.utf8) + response.body
        var done = 0
        while done < bytes.count {
            let sent = unsafe bytes.withUnsafeBytes { buffer in
                unsafe send(
                    connection, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done,
                    Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            done += sent
        }
        return true
    }
}
