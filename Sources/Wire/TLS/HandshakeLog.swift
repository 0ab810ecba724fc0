internal import CLibSSL
import Synchronization

/// The handshake messages of one connection, as they crossed the wire, in order.
final class HandshakeLog: Sendable {
    /// A message with its four-byte header (RFC 8446, section 4).
    struct Message: Sendable {
        let isFromClient: Bool
        let bytes: [UInt8]
    }

    /// More than this is not kept: no handshake needs it.
    private static let maximumBytes = 1 << 20
    private let state = Mutex<(messages: [Message], bytes: Int, isOpen: Bool)>(([], 0, true))

    var messages: [Message] { state.withLock { $0.messages } }

    fileprivate func add(_ message: Message) {
        state.withLock { state in
            guard state.isOpen, state.bytes + message.bytes.count <= Self.maximumBytes else { return }
            state.bytes += message.bytes.count
            state.messages.append(message)
        }
    }

    /// The handshake is over: session tickets and the like are not kept.
    func close() { state.withLock { $0.isOpen = false } }

    /// Has libssl hand over the messages of a connection; this log must outlive it.
    func listen(to ssl: OpaquePointer) {
        unsafe exhibit_set_message_callback(
            ssl,
            { isWriting, _, contentType, bytes, count, _, argument in
                guard contentType == SSL3_RT_HANDSHAKE, let bytes = unsafe bytes,
                    let argument = unsafe argument
                else { return }
                let message = Message(
                    isFromClient: isWriting == 1,
                    bytes: unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count)))
                unsafe Unmanaged<HandshakeLog>.fromOpaque(argument).takeUnretainedValue().add(message)
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
