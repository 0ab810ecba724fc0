import Archive
import Hashing

/// The files of a container, to be changed and put together anew as a well-formed container.
public struct ContainerParts: Sendable {
    public var files: [(name: String, bytes: [UInt8])]

    public init(files: [(name: String, bytes: [UInt8])]) { self.files = files }

    /// Takes a container apart.
    public init(_ container: [UInt8]) throws {
        let source = MemorySource(container)
        files = try ContainerReader(source).entries.map {
            ($0.name, Array(container[$0.offset..<$0.end]))
        }
    }

    public func index(_ name: String) -> Int? { files.firstIndex { $0.name == name } }

    public subscript(_ name: String) -> [UInt8]? {
        get { index(name).map { files[$0].bytes } }
        set {
            switch (index(name), newValue) {
            case (let place?, let bytes?): files[place].bytes = bytes
            case (let place?, nil): files.remove(at: place)
            case (nil, let bytes?): files.append((name, bytes))
            case (nil, nil): break
            }
        }
    }

    /// The container, header bytes and checksums as the format has them.
    public var container: [UInt8] {
        var bytes: [UInt8] = []
        var entries: [ContainerEntry] = []
        for file in files {
            var crc = CRC32()
            crc.update(file.bytes)
            let entry = ContainerEntry(
                name: file.name, crc: crc.value, bytes: file.bytes.count, headerOffset: bytes.count)
            entries.append(entry)
            bytes += ContainerLayout.localHeader(entry) + file.bytes
        }
        return bytes + ContainerLayout.directory(entries, at: bytes.count)
    }
}
