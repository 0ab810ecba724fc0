import Bytes
import Evidence
import Hashing
import Messages
import Threads

/// Opens connections to servers; each one, and each that failed, gets its number and its record.
final class UpstreamConnector: Sendable {
    let settings: WireSettings
    private let recorder: any WireRecorder
    private let context: TLSContext
    private let running: RunningChannels

    init(_ settings: WireSettings, recorder: any WireRecorder, running: RunningChannels) throws(WireError) {
        self.settings = settings
        self.recorder = recorder
        self.running = running
        context = try TLSContext.client(additionalAnchors: settings.additionalAnchors.map(\.der))
    }

    /// Connects, agrees on TLS where asked, checks the certificate, and hands the record of all that to the recorder.
    ///
    /// Throws `WireError` for what the network did, other errors when the recorder cannot record.
    func open(host: String, port: Int, isSecure: Bool) throws -> UpstreamConnection {
        // Each number that is taken gets its record, whatever happens in between.
        let number = settings.connections.next()
        var record = ConnectionRecord(
            number: number, host: host, port: port, isSecure: isSecure, clock: settings.clock)
        record.givenAnchors = Set(settings.additionalAnchors.map(\.digest))
        var channel: (any ByteChannel)?
        do throws(WireError) {
            let socket = try connect(&record)
            try running.add(socket)
            let opened = try secure(socket, &record)
            channel = opened
        } catch {
            record.failure = error
        }
        try recorder.record(record)
        if let failure = record.failure { throw failure }
        guard let channel else { throw WireError.disconnected }
        return UpstreamConnection(record: record, channel: channel)
    }

    private func connect(_ record: inout ConnectionRecord) throws(WireError) -> StreamSocket {
        let deadline = Deadline.after(.seconds(settings.connectSeconds))
        if let proxy = settings.outboundProxy {
            record.via = proxy
            // What the proxy will resolve cannot be checked here; an address that stands in the URL can.
            if let literal = IPAddress(record.host) { try check(literal, &record) }
            let answer = try resolve(proxy.host, deadline)
            let socket = try connect(to: answer.addresses, port: answer.port ?? proxy.port, &record, deadline)
            if record.isSecure { try OutboundTunnel.open(socket, proxy, to: record, until: deadline) }
            return socket
        }
        let answer = try resolve(record.host, deadline)
        record.answer = answer
        var allowed: [IPAddress] = []
        for address in answer.addresses {
            // An address that was given by hand is the officer's word, and a caveat of the bundle.
            if settings.allowsPrivate || address.isPublic || answer.source == .given {
                allowed.append(address)
            } else {
                record.refused.append(address)
            }
        }
        guard !allowed.isEmpty else {
            guard let address = record.refused.first else {
                throw .unresolved(host: record.host, reason: "the answer was empty")
            }
            throw .refusedAddress(host: record.host, address: "\(address)")
        }
        return try connect(to: allowed, port: answer.port ?? record.port, &record, deadline)
    }

    private func resolve(_ host: String, _ deadline: Deadline) throws(WireError) -> NameResolver.Answer {
        try settings.resolver.resolve(host, until: deadline) { [running] in running.isStopped }
    }

    private func check(_ address: IPAddress, _ record: inout ConnectionRecord) throws(WireError) {
        guard settings.allowsPrivate || address.isPublic else {
            record.refused.append(address)
            throw .refusedAddress(host: record.host, address: "\(address)")
        }
    }

    /// The first address that answers; exactly what was checked is connected to.
    private func connect(
        to addresses: [IPAddress], port: Int, _ record: inout ConnectionRecord, _ deadline: Deadline
    ) throws(WireError) -> StreamSocket {
        var last = WireError.unresolved(host: record.host, reason: "the answer was empty")
        for (place, address) in addresses.enumerated() {
            // An address that does not answer leaves time for those after it.
            let share = settings.connectSeconds / Double(addresses.count - place)
            do throws(WireError) {
                let socket = try StreamSocket.connect(
                    to: address, port: port, until: min(deadline, Deadline.after(.seconds(max(2, share))))
                ) { (socket) throws(WireError) in try running.add(socket) }
                guard !running.isStopped else { throw WireError.stopped }
                record.address = address
                record.connected = settings.clock.monotonic()
                return socket
            } catch {
                last = running.isStopped ? .stopped : error
            }
        }
        throw last
    }

    private func secure(_ socket: StreamSocket, _ record: inout ConnectionRecord) throws(WireError)
        -> any ByteChannel
    {
        guard record.isSecure else { return PlainChannel(socket) }
        var random: [UInt8]?
        if let bracket = settings.bracket {
            guard let salt = try? SecureRandom.bytes(Bracket.saltBytes) else {
                throw .handshake("libcrypto gives no random bytes")
            }
            record.bracketSalt = salt
            random = bracket.random(connection: record.number, salt: salt)
        }
        let log = HandshakeLog(expecting: random)
        let channel: TLSChannel
        do throws(WireError) {
            channel = try TLSChannel.connect(
                socket, context, host: record.host, log: log,
                until: Deadline.after(.seconds(settings.handshakeSeconds)))
        } catch {
            record.handshake = log.messages
            throw error == .disconnected ? .handshake("the server ended the connection") : error
        }
        record.secured = settings.clock.monotonic()
        record.handshake = log.messages
        let peer = PeerFacts(channel)
        record.peer = peer
        if let problem = peer.problem, !settings.allowsInvalidCertificate {
            channel.close()
            throw .certificate(problem)
        }
        return channel
    }
}
