import Synchronization
import Threads

/// A proxy on loopback that records everything that passes.
///
/// For `CONNECT` it ends TLS with a certificate of its throw-away authority, and opens TLS to the server with full
/// verification. A thread for each client connection. Safe to use from several threads.
public final class RecordingProxy: Sendable {
    /// On 127.0.0.1.
    public var port: Int { listener.port }
    public let authority: ThrowAwayAuthority
    private let listener: LoopbackListener
    private let parts: ProxyParts
    private let accepting = Mutex<BlockingThread?>(nil)

    private init(listener: LoopbackListener, authority: ThrowAwayAuthority, parts: ProxyParts) {
        self.listener = listener
        self.authority = authority
        self.parts = parts
    }

    /// Listens on a port of 127.0.0.1, or on any free one for 0, and serves until `finish`.
    ///
    /// Where a server gives no answer, the client gets one that says why, or with `explainsFailures` false the end of its connection.
    public static func start(
        _ settings: WireSettings, authority: ThrowAwayAuthority, recorder: any WireRecorder, port: Int = 0,
        explainsFailures: Bool = true
    ) throws -> RecordingProxy {
        let parts = try ProxyParts(
            settings, authority: authority, recorder: recorder, explainsFailures: explainsFailures)
        let proxy = RecordingProxy(
            listener: try LoopbackListener.listen(port: port), authority: authority, parts: parts)
        let listener = proxy.listener
        let thread = try BlockingThread.start { Self.acceptClients(listener, parts) }
        proxy.accepting.withLock { $0 = thread }
        return proxy
    }

    private static func acceptClients(_ listener: LoopbackListener, _ parts: ProxyParts) {
        while let socket = listener.accept() {
            guard parts.activity.begin() else {
                socket.stop()
                continue
            }
            do {
                try parts.running.add(socket)
                try BlockingThread.start {
                    ProxyConnection(socket, parts).serve()
                    parts.activity.end()
                }.detach()
            } catch {
                socket.stop()
                parts.activity.end()
            }
        }
    }

    /// Tells that the client is about to go away: what it leaves unfinished is cut by the end of the capture.
    public func expectEnd() { parts.running.expectEnd() }

    /// Takes no more clients, lets running exchanges end for so many seconds, and cuts off those that have not; all of them
    /// are recorded when this returns. The first error of the recorder is thrown.
    public func finish(graceSeconds: Double) throws {
        listener.stop()
        accepting.withLock { thread in
            thread?.join()
            thread = nil
        }
        _ = parts.exchanges.waitUntilIdle(until: .after(.seconds(graceSeconds)))
        parts.running.stop()
        // Their connections are gone; what is left to do is to record, and a large answer takes its time.
        _ = parts.activity.waitUntilIdle(until: .after(.seconds(600)))
        if let error = parts.recorderError { throw error }
    }
}
