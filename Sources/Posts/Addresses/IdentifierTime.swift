/// The time at which a post was made, hidden in its identifier, where a platform's identifiers have one.
public enum IdentifierTime {
    /// In UTC, with the digits that the identifier has; nil where it tells none.
    public static func time(of id: String, on platform: Platform) -> String? {
        switch platform {
        case .x:
            // Before November 2010 numbers were counted, one by one.
            guard let number = Int64(id), number > 29_700_859_247 else { return nil }
            return PostTime.text(milliseconds: (number >> 22) + 1_288_834_974_657)
        case .instagram, .threads:
            guard let number = Int64(id), number > 1 << 40 else { return nil }
            return PostTime.text(milliseconds: (number >> 23) + 1_314_220_021_721)
        case .tiktok:
            guard let number = Int64(id), number > 1 << 60 else { return nil }
            return PostTime.text(seconds: number >> 32)
        case .mastodon:
            // Other programs of the network count; theirs are smaller.
            guard let number = Int64(id), number > 1 << 55 else { return nil }
            return PostTime.text(milliseconds: number >> 16)
        case .bluesky: return tid(id)
        default: return nil
        }
    }

    /// 13 characters of base 32 whose order is that of time: microseconds, then ten bits that tell clocks apart.
    private static func tid(_ id: String) -> String? {
        let digits = Array("234567abcdefghijklmnopqrstuvwxyz".utf8)
        guard id.utf8.count == 13 else { return nil }
        var number: UInt64 = 0
        for byte in id.utf8 {
            guard let digit = digits.firstIndex(of: byte) else { return nil }
            number = number << 5 | UInt64(digit)
        }
        // Keys that people chose can look like one; the year 2100 is none that they mean.
        let microseconds = Int64(number >> 10)
        guard number < 1 << 63, microseconds < 4_102_444_800_000_000 else { return nil }
        return PostTime.text(microseconds: microseconds)
    }
}
