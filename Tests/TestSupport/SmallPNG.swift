/// The smallest PNG images.
public enum SmallPNG {
    /// An image of this size in one grey; its pixels are stored, not compressed.
    public static func grey(width: Int, height: Int) -> [UInt8] {
        let rows = Array(
            repeating: [UInt8](repeating: 0, count: 1) + [UInt8](repeating: 0x80, count: width), count: height
        )
        let pixels = Array(rows.joined())
        let length = UInt16(pixels.count)
        var data: [UInt8] = [0x78, 0x01, 1] + [UInt8(length & 255), UInt8(length >> 8)]
        data += [UInt8(~length & 255), UInt8(~length >> 8)] + pixels + big(adler(pixels))
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", big(UInt32(width)) + big(UInt32(height)) + [8, 0, 0, 0, 0])
            + chunk("IDAT", data) + chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return big(UInt32(data.count)) + body + big(crc(body))
    }

    private static func big(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    private static func adler(_ bytes: [UInt8]) -> UInt32 {
        let (low, high) = bytes.reduce((UInt32(1), UInt32(0))) { sums, byte in
            let low = (sums.0 + UInt32(byte)) % 65521
            return (low, (sums.1 + low) % 65521)
        }
        return high << 16 | low
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 {
                let isOdd = crc & 1 == 1
                crc >>= 1
                if isOdd { crc ^= 0xEDB8_8320 }
            }
        }
        return ~crc
    }
}
