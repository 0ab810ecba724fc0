import CPlatform
import Glibc
import Threads

/// A connected TCP socket. Owns its descriptor; every wait has a deadline.
///
/// One thread uses it; any thread may `stop` it, which wakes that thread.
final class StreamSocket: Sendable {
    let descriptor: Int32

    init(owning descriptor: Int32) {
        self.descriptor = descriptor
        var one: Int32 = 1
        // Small messages go out at once; a socket that refuses this only answers later.
        _ = unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    /// Connects to an address; `made` gets the socket before that, and may stop it.
    static func connect(
        to address: IPAddress, port: Int, until deadline: Deadline,
        made: (StreamSocket) throws(WireError) -> Void = { (_) throws(WireError) in }
    ) throws(WireError) -> StreamSocket {
        let descriptor = exhibit_socket(address.isIPv4 ? AF_INET : AF_INET6)
        guard descriptor >= 0 else { throw .system("make a socket") }
        let socket = StreamSocket(owning: descriptor)
        try made(socket)
        let status = unsafe address.withSocketAddress(port: port) { unsafe Glibc.connect(descriptor, $0, $1) }
        if status != 0 {
            guard errno == EINPROGRESS || errno == EINTR else { throw .system("connect to \(address)") }
            try socket.wait(for: Int16(POLLOUT), until: deadline, what: "connecting to \(address)")
            var number: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size) == 0, number == 0 else {
                throw .system("connect to \(address)", number: number)
            }
        }
        return socket
    }

    /// Returns when the socket can be read or written, or the other side went away.
    func wait(for events: Int16, until deadline: Deadline, what: String) throws(WireError) {
        while true {
            var entry = pollfd(fd: descriptor, events: events, revents: 0)
            let status = unsafe poll(&entry, 1, deadline.remainingMilliseconds)
            if status > 0 { return }
            if status == 0, deadline.hasPassed { throw .timedOut(what) }
            if status < 0, errno != EINTR { throw .system("wait for a connection") }
        }
    }

    /// Reads what is there, at least a byte; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, until deadline: Deadline) throws(WireError) -> Int {
        while true {
            let got = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if got >= 0 { return got }
            switch errno {
            case EAGAIN: try wait(for: Int16(POLLIN), until: deadline, what: "waiting for an answer")
            case EINTR: continue
            case ECONNRESET, EPIPE: throw .disconnected
            default: throw .system("read from a connection")
            }
        }
    }

    /// Writes all bytes.
    func write(_ bytes: UnsafeRawBufferPointer, until deadline: Deadline) throws(WireError) {
        var done = 0
        while done < bytes.count {
            let wrote = unsafe send(
                descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done,
                Int32(MSG_NOSIGNAL))
            if wrote >= 0 {
                done += wrote
                continue
            }
            switch errno {
            case EAGAIN: try wait(for: Int16(POLLOUT), until: deadline, what: "sending")
            case EINTR: continue
            case ECONNRESET, EPIPE: throw .disconnected
            default: throw .system("write to a connection")
            }
        }
    }

    /// Whether something, or the end, has arrived and waits to be read.
    var hasSomething: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, 0) > 0
    }

    /// Ends the connection in both directions; a thread that waits on it is woken.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

extension IPAddress {
    /// The address as the system's calls take it.
    func withSocketAddress<Result>(
        port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        let networkPort = in_port_t(truncatingIfNeeded: port).bigEndian
        if isIPv4 {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = networkPort
            unsafe withUnsafeMutableBytes(of: &address.sin_addr) { unsafe $0.copyBytes(from: bytes) }
            return unsafe withUnsafePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = networkPort
        unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { unsafe $0.copyBytes(from: bytes) }
        return unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}
