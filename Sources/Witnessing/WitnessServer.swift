import Messages
public import Wire

/// Serves a witness on 127.0.0.1; what makes it reachable for others, and gives it TLS, is a web server before it.
public enum WitnessServer {
    /// Serves until it is stopped. What cannot be kept is answered with status 500, and told.
    public static func start(
        _ witness: Witness, port: Int, failed: @escaping @Sendable (any Error) -> Void
    ) throws -> LoopbackServer {
        try LoopbackServer.start(port: port, tls: nil) { connection in
            guard let (head, body) = try connection.readRequest(atMost: WitnessRequest.maximumBytes) else {
                return
            }
            let words = head.startWords
            guard words.count >= 2, head.value("transfer-encoding") == nil else {
                return try connection.write(serialized(400, "text/plain", []))
            }
            do {
                let answer = try witness.answer(words[0], words[1], body)
                try connection.write(serialized(answer.status, answer.contentType, answer.body))
            } catch {
                failed(error)
                try connection.write(serialized(500, "text/plain", []))
            }
        }
    }

    private static func serialized(_ status: Int, _ type: String, _ body: [UInt8]) -> [UInt8] {
        Array(
            "HTTP/1.1 \(status) \(status == 200 ? "OK" : "No")\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
                .utf8) + body
    }
}
