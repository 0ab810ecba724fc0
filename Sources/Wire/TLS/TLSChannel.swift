internal import CLibSSL
internal import COneShotRandom
import Glibc
import Threads

/// A connection inside TLS. Owns one `SSL`, and with it the socket.
@safe final class TLSChannel: ByteChannel, @unchecked Sendable {
    // Invariant of Sendable: one thread at a time reads and writes; `stop` touches the socket alone.
    let socket: StreamSocket
    /// For reading facts of the handshake.
    let pointer: OpaquePointer
    let handshake: HandshakeLog?
    private var isBroken = false

    private init(_ context: TLSContext, _ socket: StreamSocket, handshake: HandshakeLog?) throws(WireError) {
        ERR_clear_error()
        guard let pointer = unsafe SSL_new(context.pointer) else { throw .handshake(LibSSL.reasons()) }
        unsafe self.pointer = pointer
        self.socket = socket
        self.handshake = handshake
        guard unsafe SSL_set_fd(pointer, socket.descriptor) == 1 else { throw .handshake(LibSSL.reasons()) }
        unsafe handshake?.listen(to: pointer)
    }

    deinit { unsafe SSL_free(pointer) }

    /// Agrees on TLS with a server. Whether its certificate verifies for `host` is left to the caller.
    ///
    /// `log` is filled as the handshake goes on, also of one that fails.
    static func connect(
        _ socket: StreamSocket, _ context: TLSContext, host: String, log: HandshakeLog,
        until deadline: Deadline
    ) throws(WireError) -> TLSChannel {
        let channel = try TLSChannel(context, socket, handshake: log)
        let ssl = unsafe channel.pointer
        if IPAddress(host) != nil {
            guard unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1 else {
                throw .handshake(LibSSL.reasons())
            }
        } else {
            unsafe SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
            guard unsafe exhibit_set_server_name(ssl, host) == 1, unsafe SSL_set1_host(ssl, host) == 1 else {
                throw .handshake(LibSSL.reasons())
            }
        }
        guard unsafe exhibit_request_ocsp(ssl) == 1, unsafe exhibit_request_scts(ssl) == 1 else {
            throw .handshake(LibSSL.reasons())
        }
        let isArmed = log.random.map { unsafe exhibit_one_shot_arm($0) == 1 } ?? true
        // The first draw of the first call is ClientHello.random; what is armed never outlives that call.
        defer { exhibit_one_shot_disarm() }
        try channel.run(until: deadline, what: "agreeing on TLS with \(host)") {
            let status = unsafe SSL_connect(ssl)
            exhibit_one_shot_disarm()
            return status
        }
        log.close()
        guard isArmed, log.isBracketed else {
            channel.isBroken = true
            throw .handshake("the connection could not be tied to the timestamp before the capture")
        }
        return channel
    }

    /// Agrees on TLS with a client.
    static func accept(_ socket: StreamSocket, _ context: TLSContext, until deadline: Deadline)
        throws(WireError)
        -> TLSChannel
    {
        let channel = try TLSChannel(context, socket, handshake: nil)
        let ssl = unsafe channel.pointer
        try channel.run(until: deadline, what: "agreeing on TLS with a client") { unsafe SSL_accept(ssl) }
        return channel
    }

    private func run(until deadline: Deadline, what: String, _ step: () -> Int32) throws(WireError) {
        while true {
            ERR_clear_error()
            let status = step()
            if status == 1 { return }
            switch unsafe SSL_get_error(pointer, status) {
            case SSL_ERROR_WANT_READ: try socket.wait(for: Int16(POLLIN), until: deadline, what: what)
            case SSL_ERROR_WANT_WRITE: try socket.wait(for: Int16(POLLOUT), until: deadline, what: what)
            case SSL_ERROR_SYSCALL, SSL_ERROR_ZERO_RETURN:
                isBroken = true
                throw .disconnected
            default:
                isBroken = true
                if exhibit_is_unexpected_end() == 1 { throw .disconnected }
                throw .handshake(LibSSL.reasons())
            }
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, until deadline: Deadline) throws(WireError) -> Int {
        var filled = 0
        while true {
            ERR_clear_error()
            var got = 0
            let status = unsafe SSL_read_ex(
                pointer, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled, &got)
            if status == 1 {
                filled += got
                // One record holds 16 KiB at most: what has arrived already is taken too.
                if filled < buffer.count, unsafe SSL_has_pending(pointer) == 1 { continue }
                return filled
            }
            let error = unsafe SSL_get_error(pointer, status)
            if filled > 0, error == SSL_ERROR_WANT_READ || error == SSL_ERROR_ZERO_RETURN { return filled }
            switch error {
            case SSL_ERROR_WANT_READ:
                try socket.wait(for: Int16(POLLIN), until: deadline, what: "waiting for an answer")
            case SSL_ERROR_WANT_WRITE: try socket.wait(for: Int16(POLLOUT), until: deadline, what: "sending")
            case SSL_ERROR_ZERO_RETURN: return 0
            case SSL_ERROR_SYSCALL:
                isBroken = true
                throw .disconnected
            default:
                isBroken = true
                if filled > 0 { return filled }
                if exhibit_is_unexpected_end() == 1 { throw .disconnected }
                throw .handshake(LibSSL.reasons())
            }
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, until deadline: Deadline) throws(WireError) {
        var done = 0
        while done < bytes.count {
            ERR_clear_error()
            var wrote = 0
            let status = unsafe SSL_write_ex(
                pointer, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, &wrote)
            if status == 1 {
                done += wrote
                continue
            }
            switch unsafe SSL_get_error(pointer, status) {
            case SSL_ERROR_WANT_READ: try socket.wait(for: Int16(POLLIN), until: deadline, what: "sending")
            case SSL_ERROR_WANT_WRITE: try socket.wait(for: Int16(POLLOUT), until: deadline, what: "sending")
            case SSL_ERROR_SYSCALL, SSL_ERROR_ZERO_RETURN:
                isBroken = true
                throw .disconnected
            default:
                isBroken = true
                throw .handshake(LibSSL.reasons())
            }
        }
    }

    var hasSomething: Bool {
        // Bytes on the socket may be a session ticket, which is nothing that anyone waits for.
        ERR_clear_error()
        var byte: UInt8 = 0
        var got = 0
        let status = unsafe SSL_peek_ex(pointer, &byte, 1, &got)
        return unsafe status == 1 || SSL_get_error(pointer, status) != SSL_ERROR_WANT_READ
    }

    func close() {
        if !isBroken {
            ERR_clear_error()
            unsafe SSL_shutdown(pointer)
            ERR_clear_error()
        }
        socket.stop()
    }

    func stop() { socket.stop() }
}
