import Threads

/// A stream of bytes in both directions: plain, or inside TLS. For one thread at a time, `stop` apart.
protocol ByteChannel: AnyObject, Sendable {
    /// Reads what is there, at least a byte; 0 at the proper end. Throws `.disconnected` when the other side just went away.
    func read(into buffer: UnsafeMutableRawBufferPointer, until deadline: Deadline) throws(WireError) -> Int
    /// Writes all bytes.
    func write(_ bytes: UnsafeRawBufferPointer, until deadline: Deadline) throws(WireError)
    /// Whether something, or the end, has arrived and waits to be read; never waits itself.
    var hasSomething: Bool { get }
    /// Says goodbye as the protocol has it, without waiting for an answer.
    func close()
    /// Ends the connection at once, from any thread.
    func stop()
    var socket: StreamSocket { get }
}

extension ByteChannel {
    func write(_ bytes: [UInt8], until deadline: Deadline) throws(WireError) {
        var failure: WireError?
        unsafe bytes.withUnsafeBytes { buffer in
            do throws(WireError) { try unsafe write(buffer, until: deadline) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
