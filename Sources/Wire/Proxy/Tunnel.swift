import Glibc
import Threads

/// Passes bytes both ways, unread: for connections that are no longer HTTP.
enum Tunnel {
    private static let idleSeconds = 300.0
    /// As long as a TLS record may take to arrive whole.
    private static let pieceSeconds = 5.0

    /// Returns when either side ends, or the capture does.
    static func relay(_ client: ChannelReader, _ server: ChannelReader, running: RunningChannels) throws {
        // Larger than what libssl reads ahead, so that nothing waits in there while poll(2) waits for more.
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        try unsafe client.drainBuffered {
            try unsafe server.channel.write($0, until: .after(.seconds(idleSeconds)))
        }
        try unsafe server.drainBuffered {
            try unsafe client.channel.write($0, until: .after(.seconds(idleSeconds)))
        }
        while !running.isStopped {
            var entries = [
                pollfd(fd: client.channel.socket.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server.channel.socket.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = unsafe poll(&entries, 2, Int32(idleSeconds * 1000))
            if ready == 0 { return }
            if ready < 0 {
                guard errno == EINTR else { return }
                continue
            }
            if entries[0].revents != 0, try !pass(from: client.channel, to: server.channel, &buffer) {
                return
            }
            if entries[1].revents != 0, try !pass(from: server.channel, to: client.channel, &buffer) {
                return
            }
        }
    }

    /// Passes what has arrived; false at the end.
    private static func pass(
        from source: any ByteChannel, to target: any ByteChannel, _ buffer: inout [UInt8]
    ) throws -> Bool {
        let got: Int
        do {
            got = try unsafe buffer.withUnsafeMutableBytes {
                try unsafe source.read(into: $0, until: .after(.seconds(pieceSeconds)))
            }
        } catch WireError.timedOut {
            return true
        }
        guard got > 0 else { return false }
        try target.write(Array(buffer[..<got]), until: .after(.seconds(idleSeconds)))
        return true
    }
}
