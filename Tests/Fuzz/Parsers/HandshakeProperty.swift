import Handshakes

/// A handshake that is read holds nothing that its messages do not hold.
enum HandshakeProperty {
    /// The input is messages, each after a byte whose lowest bit says that the client sent it, and two bytes of length.
    static func problem(with input: [UInt8]) -> String? {
        var messages: [TLSHandshake.Message] = []
        var place = 0
        while place + 3 <= input.count {
            let count = Int(input[place + 1]) << 8 | Int(input[place + 2])
            let end = min(input.count, place + 3 + count)
            messages.append(
                TLSHandshake.Message(
                    isFromClient: input[place] & 1 == 1, bytes: Array(input[(place + 3)..<end])))
            place = end
        }
        guard let handshake = try? TLSHandshake(messages) else { return nil }
        guard handshake.clientRandoms.allSatisfy({ $0.count == 32 }), !handshake.clientRandoms.isEmpty else {
            return "a random value is not 32 bytes"
        }
        let held =
            handshake.certificates.reduce(0) { $0 + $1.count } + (handshake.signature?.value.count ?? 0)
        return held <= input.count ? nil : "more was read than there is"
    }

    /// Messages as the property takes them.
    static func input(_ messages: [(isFromClient: Bool, bytes: [UInt8])]) -> [UInt8] {
        messages.flatMap { message in
            [
                message.isFromClient ? 1 : 0, UInt8(message.bytes.count >> 8 & 255),
                UInt8(message.bytes.count & 255),
            ]
                + message.bytes
        }
    }
}
