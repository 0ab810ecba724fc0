import Bytes

/// DER as text (RFC 7468).
package enum PEMText {
    package static func encode(_ der: [UInt8], label: String) -> [UInt8] {
        let text = Array(Base64.encode(der).utf8)
        var pem = Array("-----BEGIN \(label)-----\n".utf8)
        for start in stride(from: 0, to: text.count, by: 64) {
            pem += text[start..<min(start + 64, text.count)]
            pem.append(UInt8(ascii: "\n"))
        }
        return pem + Array("-----END \(label)-----\n".utf8)
    }
}
