/// A stored file inside a container.
public struct ContainerEntry: Sendable, Equatable {
    public let name: String
    public let crc: UInt32
    /// Size of the data.
    public let bytes: Int
    /// Where the local header begins.
    public let headerOffset: Int

    public init(name: String, crc: UInt32, bytes: Int, headerOffset: Int) {
        self.name = name
        self.crc = crc
        self.bytes = bytes
        self.headerOffset = headerOffset
    }

    /// Where the data begin.
    public var offset: Int { headerOffset + ContainerLayout.localHeaderBytes + name.utf8.count }

    /// Where what follows begins.
    public var end: Int { offset + bytes }

    /// Whether the offset does not fit 32 bits.
    var needsZIP64: Bool { headerOffset >= 0xFFFF_FFFF }
}
