import Threads

/// Turns names into addresses, as the system does it, and keeps what it was told.
public struct NameResolver: Sendable {
    /// Where an answer comes from.
    enum Source: String, Sendable {
        /// The system's resolver.
        case system
        /// The command line.
        case given
        /// The name was an address.
        case literal
    }

    /// An answer for a name.
    struct Answer: Sendable {
        let source: Source
        let addresses: [IPAddress]
        /// The port to connect to instead, as the command line gave it.
        let port: Int?
    }

    /// A name that the command line gave an address to, so that no name server is asked.
    public struct Fixed: Sendable {
        public let host: String
        public let address: IPAddress
        /// To connect to instead of the port in the address of the page.
        public let port: Int?

        /// Reads `HOST=ADDRESS` or `HOST=ADDRESS:PORT`, an IPv6 address with a port in brackets; else nil.
        public init?(_ text: String) {
            guard let equals = text.firstIndex(of: "=") else { return nil }
            host = text[..<equals].lowercased()
            let target = String(text[text.index(after: equals)...])
            if let address = IPAddress(target) {
                self.address = address
                port = nil
            } else {
                guard let colon = target.lastIndex(of: ":"),
                    let port = Int(target[target.index(after: colon)...]),
                    (1...65535).contains(port)
                else { return nil }
                var name = String(target[..<colon])
                if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
                guard let address = IPAddress(name) else { return nil }
                self.address = address
                self.port = port
            }
            guard !host.isEmpty else { return nil }
        }
    }

    /// How soon it is seen that nobody wants the answer any more.
    private static let pause = Duration.milliseconds(200)

    public let fixed: [Fixed]

    public init(fixed: [Fixed] = []) { self.fixed = fixed }

    /// The addresses of a host. A name that the system takes for an address in an odd spelling, such as `127.1`, gives that address.
    func resolve(
        _ host: String, until deadline: Deadline, isStopped: () -> Bool = { false }
    ) throws(WireError) -> Answer {
        if let entry = fixed.first(where: { $0.host == host }) {
            return Answer(source: .given, addresses: [entry.address], port: entry.port)
        }
        if let address = IPAddress(host) { return Answer(source: .literal, addresses: [address], port: nil) }
        let pending = NameLookUp(host)
        do {
            // The system's resolver has no deadline of its own: it runs on a thread that is left behind if it must be.
            try BlockingThread.start { pending.run() }.detach()
        } catch {
            throw .unresolved(host: host, reason: "\(error)")
        }
        var result = pending.wait(until: min(deadline, .after(Self.pause)))
        while result == nil, !deadline.hasPassed, !isStopped() {
            result = pending.wait(until: min(deadline, .after(Self.pause)))
        }
        guard let result else { throw isStopped() ? .stopped : .timedOut("looking up \(host)") }
        switch result {
        case .success(let addresses): return Answer(source: .system, addresses: addresses, port: nil)
        case .failure(let error): throw error
        }
    }
}
