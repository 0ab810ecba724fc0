internal import CPlatform
import Files
import Glibc

/// A local socket between processes of one user. Owns its descriptor.
final class AgentSocket: Sendable {
    private let descriptor: Int32

    /// More is never sent: a content of the format, or its signature.
    static let maximumBytes = 1 << 20

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Listens at a path, which must be free; for this user alone.
    static func listening(at path: String) throws -> AgentSocket {
        let socket = try make()
        let before = umask(0o177)
        defer { umask(before) }
        let status = try unsafe withAddress(path) { unsafe bind(socket.descriptor, $0, $1) }
        guard status == 0, listen(socket.descriptor, 8) == 0 else { throw FileError("listen at", path) }
        return socket
    }

    /// Connects; nil when nobody listens there.
    static func connected(to path: String) throws -> AgentSocket? {
        let socket = try make()
        guard try unsafe withAddress(path, { unsafe connect(socket.descriptor, $0, $1) }) == 0 else {
            return nil
        }
        return socket
    }

    private static func make() throws -> AgentSocket {
        let descriptor = exhibit_socket(AF_UNIX)
        guard descriptor >= 0 else { throw FileError("make", "a local socket") }
        let socket = AgentSocket(descriptor)
        socket.waits()
        return socket
    }

    /// Sockets of this project do not wait by themselves; here every call is short, and waits.
    private func waits() { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < 108 else { throw FileError("listen at", path, number: ENAMETOOLONG) }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// The next client that is this user's; nil when `seconds` have passed. Others are turned away.
    func accept(seconds: Int64) -> AgentSocket? {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waiting, 1, Int32(clamping: max(0, seconds) * 1000)) == 1 else { return nil }
        let client = exhibit_accept(descriptor)
        guard client >= 0 else { return nil }
        let socket = AgentSocket(client)
        socket.waits()
        var peer = (pid: Int32(0), uid: UInt32.max, gid: UInt32(0))
        var size = socklen_t(12)
        guard unsafe getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0, peer.uid == getuid()
        else {
            return nil
        }
        // A client that says nothing must not keep the others waiting.
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        _ = unsafe setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        _ = unsafe setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return socket
    }

    /// A message: what it is, and its bytes with their count before them.
    func send(_ kind: UInt8, _ bytes: [UInt8]) -> Bool {
        let count = UInt32(clamping: bytes.count)
        let header = [kind] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
        var rest = (header + bytes)[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// The next message; nil when there is none, or it is too long.
    func receive() -> (kind: UInt8, bytes: [UInt8])? {
        guard let header = read(5) else { return nil }
        let count = header[1...].reduce(0) { $0 << 8 | Int($1) }
        guard count <= Self.maximumBytes, let bytes = read(count) else { return nil }
        return (header[0], bytes)
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(max(count, 1), 64 << 10))
        while bytes.count < count {
            let got = unsafe recv(descriptor, &buffer, min(buffer.count, count - bytes.count), 0)
            guard got > 0 else { return nil }
            bytes += buffer[..<got]
        }
        return bytes
    }
}
