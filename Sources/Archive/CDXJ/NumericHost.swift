/// Hosts that are numbers: `2130706433`, `0177.0.0.1`, `127.1`.
enum NumericHost {
    /// The four numbers with dots that such a host stands for; nil for any other host.
    static func dotted(_ host: [UInt8]) -> [UInt8]? {
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard let first = host.first, isDigit(first),
            host.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") })
        else {
            return nil
        }
        if host.allSatisfy(isDigit) {
            // Only the lower 32 bits count.
            return text(host.reduce(0 as UInt32) { $0 &* 10 &+ UInt32($1 - UInt8(ascii: "0")) })
        }
        let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 4, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        if first == UInt8(ascii: "0"), !host.allSatisfy({ $0 == UInt8(ascii: ".") || $0 < UInt8(ascii: "8") })
        {
            return nil
        }
        var numbers: [UInt64] = []
        for part in parts {
            let isOctal = part.count > 1 && part.first == UInt8(ascii: "0")
            guard part.count <= 12,
                let number = UInt64(String(decoding: part, as: UTF8.self), radix: isOctal ? 8 : 10)
            else { return nil }
            numbers.append(number)
        }
        // As inet_aton(3): the last number fills the bytes that the others leave.
        guard let last = numbers.popLast(), numbers.allSatisfy({ $0 < 256 }),
            last < 1 << (8 * (4 - UInt64(numbers.count)))
        else { return nil }
        let high = numbers.enumerated().reduce(0 as UInt64) {
            $0 | $1.element << (8 * (3 - UInt64($1.offset)))
        }
        return text(UInt32(truncatingIfNeeded: high | last))
    }

    private static func text(_ address: UInt32) -> [UInt8] {
        Array(
            stride(from: 24, through: 0, by: -8).map { String(address >> UInt32($0) & 255) }.joined(
                separator: "."
            ).utf8)
    }
}
