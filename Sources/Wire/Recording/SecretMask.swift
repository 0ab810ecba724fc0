import Messages

/// Replaces what would let others act as the person who looked: cookies, credentials, log-in bodies (bundle format, section 10).
enum SecretMask {
    /// A mask has this size whatever it hides, so that it does not tell the secret's length.
    private static let mask = [UInt8](repeating: UInt8(ascii: "*"), count: 16)
    /// A body that is longer is no log-in.
    private static let maximumLogInBytes = 256 << 10
    private static let passwordNames = [
        "password", "passwd", "pwd", "passcode", "encpass", "enc_password", "pass",
    ]

    /// A message as it may be kept.
    static func message(_ head: MessageHead, body: RecordedBody, truncated: String?, isRequest: Bool)
        -> RecordedMessage
    {
        let names: [(StaticString, String)] =
            isRequest
            ? [
                ("cookie", "cookie"), ("authorization", "authorization"),
                ("proxy-authorization", "proxy-authorization"),
            ] : [("set-cookie", "set-cookie")]
        let ranges = names.flatMap { name, kind in head.valueRanges(name).map { ($0, kind) } }
            .filter { !$0.0.isEmpty }.sorted { $0.0.lowerBound < $1.0.lowerBound }
        var masked: [UInt8] = []
        masked.reserveCapacity(head.bytes.count)
        var masks: [RecordedMessage.Mask] = []
        var place = 0
        for (range, kind) in ranges {
            masked += head.bytes[place..<range.lowerBound]
            masks.append(.init(offset: masked.count, kind: kind, secret: Array(head.bytes[range])))
            masked += mask
            place = range.upperBound
        }
        masked += head.bytes[place...]
        if isRequest, case .memory(let bytes) = body, isLogIn(bytes, type: head.value("content-type") ?? "") {
            masks.append(.init(offset: masked.count, kind: "log-in", secret: bytes))
            return RecordedMessage(head: masked, body: .memory(mask), truncated: truncated, masks: masks)
        }
        return RecordedMessage(head: masked, body: body, truncated: truncated, masks: masks)
    }

    /// Whether a request's body sends a password: it has a field of such a name.
    private static func isLogIn(_ body: [UInt8], type: String) -> Bool {
        guard !body.isEmpty, body.count <= maximumLogInBytes else { return false }
        let type = type.lowercased()
        let text = String(decoding: body, as: UTF8.self).lowercased()
        if type.hasPrefix("application/x-www-form-urlencoded") {
            return text.split(separator: "&").contains { field in
                let name = field.prefix { $0 != "=" }
                return passwordNames.contains {
                    name == $0 || name.hasSuffix("[\($0)]") || name.hasSuffix("_\($0)")
                }
            }
        }
        guard type.hasPrefix("multipart/form-data") || type.contains("json") || type.hasPrefix("text/plain")
        else {
            return false
        }
        return passwordNames.contains { text.contains("\"\($0)\"") }
    }
}
