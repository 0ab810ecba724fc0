import Glibc

/// An IPv4 or IPv6 address.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 bytes, network order.
    public let bytes: [UInt8]

    /// From 4 or 16 bytes; nil for any other count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// From the usual text form of either kind, without brackets or zone, and no odd spelling.
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            bytes = unsafe withUnsafeBytes(of: &four) { unsafe Array($0) }
        } else if unsafe inet_pton(AF_INET6, text, &six) == 1 {
            bytes = unsafe withUnsafeBytes(of: &six) { unsafe Array($0) }
        } else {
            return nil
        }
    }

    public var isIPv4: Bool { bytes.count == 4 }

    public var description: String {
        var text = [CChar](repeating: 0, count: 64)
        unsafe bytes.withUnsafeBytes { bytes in
            _ = unsafe inet_ntop(isIPv4 ? AF_INET : AF_INET6, bytes.baseAddress, &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension IPAddress {
    /// Ranges that no public server has (IANA's special-purpose registries for IPv4 and IPv6).
    private static let special4: [(first: [UInt8], bits: Int)] = [
        ([0, 0, 0, 0], 8), ([10, 0, 0, 0], 8), ([100, 64, 0, 0], 10), ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12), ([192, 0, 0, 0], 24), ([192, 0, 2, 0], 24), ([192, 88, 99, 0], 24),
        ([192, 168, 0, 0], 16), ([198, 18, 0, 0], 15), ([198, 51, 100, 0], 24), ([203, 0, 113, 0], 24),
        ([224, 0, 0, 0], 4), ([240, 0, 0, 0], 4),
    ]

    /// Whether this is an address of the public internet; loopback, private, link-local, shared, multicast, documentation
    /// and reserved ones are not, nor is an IPv6 address that carries such an IPv4 address.
    public var isPublic: Bool {
        if isIPv4 { return !Self.special4.contains { Self.matches(bytes, $0.first, bits: $0.bits) } }
        let starts = { (first: [UInt8], bits: Int) in Self.matches(bytes, first, bits: bits) }
        let zeros = [UInt8](repeating: 0, count: 10)
        // IPv4-mapped, NAT64 and 6to4 addresses lead to the IPv4 address inside.
        if starts(zeros + [0xFF, 0xFF], 96)
            || starts([0, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8), 96)
        {
            return Self.inside(bytes[12..<16])
        }
        if starts([0x20, 0x02], 16) { return Self.inside(bytes[2..<6]) }
        // Only 2000::/3 is assigned; in it, protocol assignments with Teredo, and documentation, are special.
        return starts([0x20], 3) && !starts([0x20, 0x01, 0, 0], 23) && !starts([0x20, 0x01, 0x0D, 0xB8], 32)
            && !starts([0x3F, 0xFF, 0], 20)
    }

    private static func inside(_ four: ArraySlice<UInt8>) -> Bool {
        IPAddress(bytes: Array(four))?.isPublic ?? false
    }

    private static func matches(_ bytes: [UInt8], _ first: [UInt8], bits: Int) -> Bool {
        for place in 0..<((bits + 7) / 8) {
            let kept = min(8, bits - 8 * place)
            let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - kept))
            if bytes[place] & mask != first[place] & mask { return false }
        }
        return true
    }
}
