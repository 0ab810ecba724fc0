/// A file inside a ZIP of another maker, as the directory tells it.
package struct ForeignEntry {
    let rawName: [UInt8]
    let method: Int
    let flags: Int
    let isLink: Bool
    let crc: UInt32
    package let storedBytes: Int
    package let bytes: Int
    let headerOffset: Int
    /// Where its data begins; set when the local header was read.
    var dataOffset = 0
    var dataEnd: Int { dataOffset + storedBytes }

    package var name: String { String(decoding: rawName, as: UTF8.self) }
    var isStored: Bool { method == 0 }
    package var isFolder: Bool { name.hasSuffix("/") }
}
