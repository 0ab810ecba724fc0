import Messages
import Threads

/// The way through an outbound proxy (RFC 9110, section 9.3.6).
enum OutboundTunnel {
    /// Asks the proxy for a tunnel to the record's host; the socket is then the server's.
    static func open(
        _ socket: StreamSocket, _ proxy: OutboundProxy, to record: ConnectionRecord, until deadline: Deadline
    ) throws(WireError) {
        let host = record.host.contains(":") ? "[\(record.host)]" : record.host
        var request = "CONNECT \(host):\(record.port) HTTP/1.1\r\nHost: \(host):\(record.port)\r\n"
        if let authorization = proxy.authorization { request += "Proxy-Authorization: \(authorization)\r\n" }
        let channel = PlainChannel(socket)
        try channel.write(Array((request + "\r\n").utf8), until: deadline)
        // Byte by byte: what follows the head belongs to the server already.
        var head: [UInt8] = []
        while MessageHead.end(in: head[...], from: head.count - 4) == nil {
            guard head.count < 64 << 10 else { throw .outboundProxy("its answer has no end") }
            var byte: UInt8 = 0
            let got = try unsafe withUnsafeMutableBytes(of: &byte) { (buffer) throws(WireError) in
                try unsafe channel.read(into: buffer, until: deadline)
            }
            guard got == 1 else { throw .outboundProxy("it ended the connection") }
            head.append(byte)
        }
        let words = MessageHead(head)?.startWords ?? []
        guard words.count >= 2, let status = Int(words[1]) else {
            throw .outboundProxy("its answer is no HTTP")
        }
        guard (200..<300).contains(status) else {
            throw .outboundProxy(
                status == 407 ? "it asks for other credentials (407)" : "it answered \(status)")
        }
    }
}
