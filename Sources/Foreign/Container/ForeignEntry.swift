/// A file inside a ZIP of another maker, as the directory tells it.
struct ForeignEntry {
    let name: String
    let method: Int
    let flags: Int
    let crc: UInt32
    let storedBytes: Int
    let bytes: Int
    let headerOffset: Int
    /// Where its data begins; set when the local header was read.
    var dataOffset = 0
    var dataEnd: Int { dataOffset + storedBytes }

    var isStored: Bool { method == 0 }
    var isFolder: Bool { name.hasSuffix("/") }
}
