/// Every header byte of a container, as the writer writes and the reader recreates them (APPNOTE 6.3.9, sections 4.3
/// and 4.4; bundle format, section 2).
public enum ContainerLayout {
    public static let localHeaderBytes = 30
    public static let endRecordBytes = 22
    static let directoryEntryBytes = 46
    static let endRecord64Bytes = 56
    static let locator64Bytes = 20
    public static let maximumEntries = 60_000
    /// No entry reaches this size.
    public static let maximumEntryBytes = 0xF000_0000

    static let localSignature: UInt32 = 0x0403_4B50
    static let directorySignature: UInt32 = 0x0201_4B50
    static let endSignature: UInt32 = 0x0605_4B50
    static let end64Signature: UInt32 = 0x0606_4B50
    static let locator64Signature: UInt32 = 0x0706_4B50

    private static let madeBy: UInt16 = 0x0314
    private static let date: UInt16 = 0x0021
    private static let externalAttributes: UInt32 = 0x81A4_0000

    public static func localHeader(_ entry: ContainerEntry) -> [UInt8] {
        var bytes: [UInt8] = []
        append(localSignature, to: &bytes)
        appendCommon(entry, to: &bytes)
        append(0 as UInt16, to: &bytes)
        return bytes + entry.name.utf8
    }

    /// The directory, and the end records behind it.
    public static func directory(_ entries: [ContainerEntry], at offset: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            append(directorySignature, to: &bytes)
            append(madeBy, to: &bytes)
            appendCommon(entry, to: &bytes)
            append((entry.needsZIP64 ? 12 : 0) as UInt16, to: &bytes)
            append(0 as UInt16, to: &bytes)
            append(0 as UInt16, to: &bytes)
            append(0 as UInt16, to: &bytes)
            append(externalAttributes, to: &bytes)
            append(UInt32(clamping: entry.headerOffset), to: &bytes)
            bytes += entry.name.utf8
            if entry.needsZIP64 {
                append(1 as UInt16, to: &bytes)
                append(8 as UInt16, to: &bytes)
                append(UInt64(entry.headerOffset), to: &bytes)
            }
        }
        let size = bytes.count
        if entries.count >= 0xFFFF || offset >= 0xFFFF_FFFF || size >= 0xFFFF_FFFF {
            append(end64Signature, to: &bytes)
            append(UInt64(endRecord64Bytes - 12), to: &bytes)
            append(madeBy, to: &bytes)
            append(45 as UInt16, to: &bytes)
            append(0 as UInt32, to: &bytes)
            append(0 as UInt32, to: &bytes)
            append(UInt64(entries.count), to: &bytes)
            append(UInt64(entries.count), to: &bytes)
            append(UInt64(size), to: &bytes)
            append(UInt64(offset), to: &bytes)
            append(locator64Signature, to: &bytes)
            append(0 as UInt32, to: &bytes)
            append(UInt64(offset + size), to: &bytes)
            append(1 as UInt32, to: &bytes)
        }
        append(endSignature, to: &bytes)
        append(0 as UInt16, to: &bytes)
        append(0 as UInt16, to: &bytes)
        append(UInt16(clamping: entries.count), to: &bytes)
        append(UInt16(clamping: entries.count), to: &bytes)
        append(UInt32(clamping: size), to: &bytes)
        append(UInt32(clamping: offset), to: &bytes)
        append(0 as UInt16, to: &bytes)
        return bytes
    }

    /// From "version needed" to the length of the name.
    private static func appendCommon(_ entry: ContainerEntry, to bytes: inout [UInt8]) {
        append((entry.needsZIP64 ? 45 : 10) as UInt16, to: &bytes)
        append(0 as UInt16, to: &bytes)
        append(0 as UInt16, to: &bytes)
        append(0 as UInt16, to: &bytes)
        append(date, to: &bytes)
        append(entry.crc, to: &bytes)
        append(UInt32(clamping: entry.bytes), to: &bytes)
        append(UInt32(clamping: entry.bytes), to: &bytes)
        append(UInt16(clamping: entry.name.utf8.count), to: &bytes)
    }

    private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        for place in 0..<(Number.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place)))
        }
    }
}
