import Glibc

/// A thread of our own, for calls that block: sockets, files, other processes. Such calls never run on the pool that
/// Swift's concurrency has, which is as wide as the machine has cores.
public struct BlockingThread: Sendable {
    private let handle: pthread_t

    /// Why no thread could be started.
    public struct StartError: Error, CustomStringConvertible {
        let number: Int32
        public var description: String { "the system starts no further thread (error \(number))" }
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts `body` on a thread with this much stack. Every thread must be joined or detached, once.
    public static func start(stackBytes: Int = 512 << 10, _ body: @escaping @Sendable () -> Void)
        throws(StartError) -> BlockingThread
    {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stackBytes)
        let box = unsafe Unmanaged.passRetained(Body(body))
        var handle = pthread_t()
        let status = unsafe pthread_create(
            &handle, &attributes,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            unsafe box.release()
            throw StartError(number: status)
        }
        return BlockingThread(handle: handle)
    }

    /// Runs `body` on a thread of its own, with room for deep calls, and waits for its end.
    public static func run(_ body: @escaping @Sendable () -> Void) throws(StartError) {
        try start(stackBytes: 8 << 20, body).join()
    }

    /// Waits until the thread has ended.
    public func join() { pthread_join(handle, nil) }

    /// Lets the thread end by itself; it can no longer be joined.
    public func detach() { pthread_detach(handle) }
}
