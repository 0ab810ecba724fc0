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
    /// Header and version come before `random` in a ClientHello (RFC 8446, section 4.1.2).
    private static let randomPlace = 6..<38
    private let state = Mutex<(messages: [Message], bytes: Int, isOpen: Bool)>(([], 0, true))
    /// What `ClientHello.random` must be; nil when libssl chooses it.
    let random: [UInt8]?
    private let hellos = Mutex<(right: Int, wrong: Int)>((0, 0))

    init(expecting random: [UInt8]? = nil) { self.random = random }

    var messages: [Message] { state.withLock { $0.messages } }

    /// Whether every ClientHello so far, and at least one, has the value that it must have.
    var isBracketed: Bool { random == nil || hellos.withLock { $0.right > 0 && $0.wrong == 0 } }

    private func check(_ message: Message) {
        guard let random, message.isFromClient, message.bytes.first == 1 else { return }
        let isRight =
            message.bytes.count >= Self.randomPlace.upperBound
            && message.bytes[Self.randomPlace].elementsEqual(random)
        hellos.withLock { if isRight { $0.right += 1 } else { $0.wrong += 1 } }
    }

    func add(_ message: Message) {
        check(message)
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
