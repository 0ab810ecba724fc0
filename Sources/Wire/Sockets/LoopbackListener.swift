import CPlatform
import Glibc

/// A listening socket on 127.0.0.1. Owns its descriptor.
public final class LoopbackListener: Sendable {
    let descriptor: Int32
    public let port: Int

    private init(owning descriptor: Int32, port: Int) {
        self.descriptor = descriptor
        self.port = port
    }

    deinit { close(descriptor) }

    /// Listens on a port, or on any free one for 0.
    public static func listen(port: Int = 0, backlog: Int32 = 128) throws(WireError) -> LoopbackListener {
        let descriptor = exhibit_socket(AF_INET)
        guard descriptor >= 0 else { throw .system("make a socket") }
        var one: Int32 = 1
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let loopback = IPAddress(bytes: [127, 0, 0, 1])
        let bound = unsafe loopback?.withSocketAddress(port: port) { unsafe bind(descriptor, $0, $1) }
        let named = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &size)
            }
        }
        guard bound == 0, Glibc.listen(descriptor, backlog) == 0, named == 0 else {
            let error = WireError.system("listen on 127.0.0.1")
            close(descriptor)
            throw error
        }
        return LoopbackListener(owning: descriptor, port: Int(in_port_t(bigEndian: address.sin_port)))
    }

    /// Waits for the next client; nil when the listener was stopped.
    func accept() -> StreamSocket? {
        while true {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&entry, 1, -1)
            let client = exhibit_accept(descriptor)
            if client >= 0 { return StreamSocket(owning: client) }
            switch errno {
            case EAGAIN, EINTR, ECONNABORTED: if entry.revents & Int16(POLLHUP) != 0 { return nil }
            // Out of descriptors: a connection that ends frees one.
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(10_000)
            default: return nil
            }
        }
    }

    /// Takes no more clients; `accept` returns.
    public func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
