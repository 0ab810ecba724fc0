import Glibc
import Synchronization
import Threads

/// One call of getaddrinfo(3) on a thread of its own.
final class NameLookUp: Sendable {
    private static let maximumAddresses = 32
    private let host: String
    private let result = Mutex<Result<[IPAddress], WireError>?>(nil)
    private let finished = Signal()

    init(_ host: String) { self.host = host }

    func run() {
        let found = Self.addresses(of: host)
        result.withLock { $0 = found }
        finished.raise()
    }

    func wait(until deadline: Deadline) -> Result<[IPAddress], WireError>? {
        guard finished.wait(until: deadline) else { return nil }
        return result.withLock { $0 }
    }

    private static func addresses(of host: String) -> Result<[IPAddress], WireError> {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else {
            return .failure(
                .unresolved(host: host, reason: unsafe String(cString: gai_strerror(status)).lowercased()))
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var next = unsafe list
        while let entry = unsafe next, addresses.count < maximumAddresses {
            if let address = unsafe address(entry.pointee), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe next = entry.pointee.ai_next
        }
        return .success(addresses)
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        guard let name = unsafe entry.ai_addr else { return nil }
        switch unsafe entry.ai_family {
        case AF_INET:
            return unsafe name.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { name in
                var address = unsafe name.pointee.sin_addr
                return IPAddress(bytes: unsafe withUnsafeBytes(of: &address) { unsafe Array($0) })
            }
        case AF_INET6:
            return unsafe name.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { name in
                var address = unsafe name.pointee.sin6_addr
                return IPAddress(bytes: unsafe withUnsafeBytes(of: &address) { unsafe Array($0) })
            }
        default: return nil
        }
    }
}
