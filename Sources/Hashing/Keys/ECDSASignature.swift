/// ECDSA signatures on P-256 as bytes: DER of two integers (RFC 3279, section 2.2.3).
package enum ECDSASignature {
    /// The order of P-256 (FIPS 186-4, D.1.2.3).
    private static let order: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]
    static let halfOrder: [UInt8] = [
        0x7F, 0xFF, 0xFF, 0xFF, 0x80, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xDE, 0x73, 0x7D, 0x56, 0xD3, 0x8B, 0xCF, 0x42, 0x79, 0xDC, 0xE5, 0x61, 0x7E, 0x31, 0x92, 0xA8,
    ]

    /// The same signature with s no more than half the order.
    package static func lowS(_ der: [UInt8]) throws(OpenSSLError) -> [UInt8] {
        guard let (r, s) = integers(der) else {
            throw OpenSSLError(call: "EVP_DigestSign", reasons: ["no ECDSA DER"])
        }
        return encode(r, isLow(s) ? s : subtractedFromOrder(s))
    }

    /// Whether these bytes are the one accepted form: minimal DER, r and s positive and below the order, s low.
    static func isCanonical(_ der: [UInt8]) -> Bool {
        guard let (r, s) = integers(der), isLow(s) else { return false }
        return r.lexicographicallyPrecedes(order) && encode(r, s) == der
    }

    private static func isLow(_ s: [UInt8]) -> Bool { !halfOrder.lexicographicallyPrecedes(s) }

    /// r and s as 32 bytes each; nil for what is no sequence of two positive integers of that size.
    private static func integers(_ der: [UInt8]) -> (r: [UInt8], s: [UInt8])? {
        guard der.count >= 8, der.count <= 72, der[0] == 0x30, Int(der[1]) == der.count - 2 else {
            return nil
        }
        var place = 2
        func integer() -> [UInt8]? {
            guard place + 2 <= der.count, der[place] == 0x02 else { return nil }
            let length = Int(der[place + 1])
            guard length > 0, length <= 33, place + 2 + length <= der.count else { return nil }
            let value = der[(place + 2)..<(place + 2 + length)]
            place += 2 + length
            guard let first = value.first, first < 0x80 else { return nil }
            let digits = Array(value.drop { $0 == 0 })
            guard !digits.isEmpty, digits.count <= 32 else { return nil }
            return [UInt8](repeating: 0, count: 32 - digits.count) + digits
        }
        guard let r = integer(), let s = integer(), place == der.count else { return nil }
        return (r, s)
    }

    /// DER of r and s.
    static func encode(_ r: some Collection<UInt8>, _ s: some Collection<UInt8>) -> [UInt8] {
        let body = integer(r) + integer(s)
        return [0x30, UInt8(body.count)] + body
    }

    private static func integer(_ number: some Collection<UInt8>) -> [UInt8] {
        var digits = Array(number.drop { $0 == 0 })
        if digits.isEmpty || digits[0] >= 0x80 { digits.insert(0, at: 0) }
        return [0x02, UInt8(digits.count)] + digits
    }

    private static func subtractedFromOrder(_ s: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        var borrow = 0
        for place in stride(from: 31, through: 0, by: -1) {
            let difference = Int(order[place]) - Int(s[place]) - borrow
            borrow = difference < 0 ? 1 : 0
            result[place] = UInt8(difference & 255)
        }
        return result
    }
}
