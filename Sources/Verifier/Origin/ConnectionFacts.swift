import Bytes
import Handshakes
import Hashing

/// What a connection record says of its handshake, as far as this verifier looks at it (`docs/formats/connection.md`).
struct ConnectionFacts {
    let number: Int
    let host: String
    let opened: Timestamp
    let version: String
    /// In DER, as the record lists them.
    let chain: [[UInt8]]
    let ocsp: [UInt8]?
    let timestamps: [[UInt8]]
    let salt: [UInt8]?
    let messages: [TLSHandshake.Message]

    /// Nil for a connection without TLS, or one that was not used.
    init?(_ record: JSONValue, number: Int) throws(JSONShapeError) {
        guard let tls = record["tls"], !tls.isNull, record["failure"]?.isNull == true else { return nil }
        func wrong(_ name: String) -> JSONShapeError {
            JSONShapeError(path: "/\(name)", rule: "is not as it must be")
        }
        func bytes(_ value: JSONValue?, _ name: String) throws(JSONShapeError) -> [UInt8] {
            guard let bytes = value?.string.flatMap({ Base64.decode($0) }) else { throw wrong(name) }
            return bytes
        }
        func list(_ name: String) throws(JSONShapeError) -> [[UInt8]] {
            guard let values = tls[name]?.array else { throw wrong("tls/\(name)") }
            var all: [[UInt8]] = []
            for value in values.prefix(100) { all.append(try bytes(value, "tls/\(name)")) }
            return all
        }
        guard let host = record["host"]?.string else { throw wrong("host") }
        guard let opened = record["opened"]?.string.flatMap({ Timestamp($0) }) else { throw wrong("opened") }
        guard let version = tls["version"]?.string else { throw wrong("tls/version") }
        guard let steps = tls["handshake"]?.array else { throw wrong("tls/handshake") }
        self.number = number
        self.host = host
        self.opened = opened
        self.version = version
        chain = try list("chain_sent")
        timestamps = try list("scts")
        ocsp = tls["ocsp"].flatMap { $0.isNull ? nil : $0.string }.flatMap { Base64.decode($0) }
        salt = tls["bracket_salt"]?.string.flatMap { Hex.decode($0) }
        var messages: [TLSHandshake.Message] = []
        for step in steps {
            guard let from = step["from"]?.string, from == "client" || from == "server" else {
                throw wrong("tls/handshake/from")
            }
            messages.append(
                TLSHandshake.Message(
                    isFromClient: from == "client", bytes: try bytes(step["message"], "tls/handshake/message")
                ))
        }
        self.messages = messages
    }
}
