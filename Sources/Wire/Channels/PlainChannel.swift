import Threads

/// A connection without TLS.
final class PlainChannel: ByteChannel {
    let socket: StreamSocket

    init(_ socket: StreamSocket) { self.socket = socket }

    func read(into buffer: UnsafeMutableRawBufferPointer, until deadline: Deadline) throws(WireError) -> Int {
        try unsafe socket.read(into: buffer, until: deadline)
    }

    func write(_ bytes: UnsafeRawBufferPointer, until deadline: Deadline) throws(WireError) {
        try unsafe socket.write(bytes, until: deadline)
    }

    var hasSomething: Bool { socket.hasSomething }

    func close() { socket.stop() }

    func stop() { socket.stop() }
}
