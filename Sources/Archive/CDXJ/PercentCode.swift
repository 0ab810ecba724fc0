import Bytes

/// Percent-encoding as index keys use it.
enum PercentCode {
    /// What stands for itself besides letters and digits.
    private static let safe = Set("!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~".utf8)

    /// Escapes every byte that is not printable ASCII, the space, `#` and `%`.
    static func encodedOnce(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                text.append(byte)
            case _ where safe.contains(byte): text.append(byte)
            default: text += Array(("%" + Hex.encode(CollectionOfOne(byte)).uppercased()).utf8)
            }
        }
        return text
    }

    /// Undoes escapes until none is left.
    static func decodedRepeatedly(_ bytes: [UInt8]) -> [UInt8] {
        var text = bytes
        while text.contains(UInt8(ascii: "%")) {
            let next = decodedOnce(text)
            if next == text { return text }
            text = next
        }
        return text
    }

    private static func decodedOnce(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count, let high = digit(bytes[place + 1]),
                let low = digit(bytes[place + 2])
            {
                text.append(high << 4 | low)
                place += 3
            } else {
                text.append(bytes[place])
                place += 1
            }
        }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
