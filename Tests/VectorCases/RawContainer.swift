import Archive

/// A container whose every header byte can be changed; untouched it is the bundle.
public struct RawContainer: Sendable {
    var prefix: [UInt8] = []
    /// Local header with its data.
    var locals: [[UInt8]]
    var directory: [[UInt8]]
    var gap: [UInt8] = []
    var beforeEnd: [UInt8] = []
    var end: [UInt8]
    var suffix: [UInt8] = []

    public init(_ container: [UInt8]) throws {
        let reader = try ContainerReader(MemorySource(container))
        locals = reader.entries.map { Array(container[$0.headerOffset..<$0.end]) }
        directory = []
        var place = reader.directoryOffset
        for entry in reader.entries {
            let size = 46 + entry.name.utf8.count
            directory.append(Array(container[place..<place + size]))
            place += size
        }
        end = Array(container[place...])
    }

    public var bytes: [UInt8] {
        let local = Array(locals.joined())
        let listed = Array(directory.joined())
        return prefix + local + gap + listed + beforeEnd + end + suffix
    }

    /// Makes offsets, counts and sizes fit again.
    public mutating func refit() {
        var offset = prefix.count
        for place in directory.indices {
            Self.put(offset, 4, into: &directory[place], at: 42)
            if place < locals.count { offset += locals[place].count }
        }
        refitDirectory()
        Self.put(prefix.count + locals.reduce(0) { $0 + $1.count } + gap.count, 4, into: &end, at: 16)
    }

    /// Makes count and size of the directory fit again, and leaves all offsets of files.
    mutating func refitDirectory() {
        Self.put(directory.count, 2, into: &end, at: 8)
        Self.put(directory.count, 2, into: &end, at: 10)
        Self.put(directory.reduce(0) { $0 + $1.count }, 4, into: &end, at: 12)
    }

    static func put(_ value: Int, _ count: Int, into bytes: inout [UInt8], at place: Int) {
        for index in 0..<count { bytes[place + index] = UInt8(value >> (8 * index) & 255) }
    }
}
