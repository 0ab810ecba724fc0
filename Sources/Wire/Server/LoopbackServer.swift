import Threads

/// A small server on 127.0.0.1, for the demonstration's post site and for tests. A thread for each connection.
public final class LoopbackServer: Sendable {
    public var port: Int { listener.port }
    private let listener: LoopbackListener
    private let running = RunningChannels()
    private let activity = Activity(limit: 512)

    private init(_ listener: LoopbackListener) { self.listener = listener }

    /// Serves each connection with `serve`, inside TLS where a context is given, until `stop`.
    ///
    /// A connection is closed when `serve` returns or throws.
    package static func start(
        port: Int = 0, tls: TLSContext?, _ serve: @escaping @Sendable (ServerConnection) throws -> Void
    ) throws -> LoopbackServer {
        let server = LoopbackServer(try LoopbackListener.listen(port: port))
        let (listener, running, activity) = (server.listener, server.running, server.activity)
        try BlockingThread.start {
            while let socket = listener.accept() {
                guard activity.begin() else { continue }
                do {
                    try running.add(socket)
                    try BlockingThread.start {
                        Self.serve(socket, tls, serve)
                        activity.end()
                    }.detach()
                } catch {
                    socket.stop()
                    activity.end()
                }
            }
        }.detach()
        return server
    }

    private static func serve(
        _ socket: StreamSocket, _ tls: TLSContext?, _ serve: (ServerConnection) throws -> Void
    ) {
        do {
            let channel: any ByteChannel =
                if let tls {
                    try TLSChannel.accept(socket, tls, until: .after(.seconds(20)))
                } else {
                    PlainChannel(socket)
                }
            let connection = ServerConnection(channel)
            // What goes wrong on a connection concerns that connection alone.
            try? serve(connection)
            channel.close()
        } catch {
            socket.stop()
        }
    }

    /// Takes no more connections and ends those that there are.
    public func stop() {
        listener.stop()
        running.stop()
        _ = activity.waitUntilIdle(until: .after(.seconds(10)))
    }
}
