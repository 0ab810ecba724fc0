import Archive
import Bytes
import Files
import Foreign

/// The records of a web archive of any maker, a bundle of ours among them, for who wants what is in them.
///
/// Nothing is checked: that is the verifiers' part.
public enum ArchivedRecords {
    /// What a record says of itself; texts from outside.
    public struct Header: Sendable {
        public let type: String
        public let id: String
        public let uri: String
        public let contentType: String
    }

    /// How far the file could be read.
    public struct Reading: Sendable, Equatable {
        public var records = 0
        /// Wanted, and left out for their size.
        public var tooLarge = 0
        /// Why the rest could not be read, in plain English; nil when all was.
        public var problem: String?
        /// Whether the file is a web archive at all.
        public var isArchive = true
    }

    /// Hands every record that is `wanted`, with its whole block, to `body`.
    ///
    /// A block of more than `maximumBytes` is left out and counted. A file that breaks off gives what it has until there.
    /// Throws `FileError` when the file cannot be read, and what `body` throws.
    public static func forEach(
        path: String, maximumBytes: Int, wanted: (Header) -> Bool, _ body: (Header, [UInt8]) throws -> Void
    ) throws -> Reading {
        let source = FileSource(try OpenFile.reading(path))
        let size = try source.size()
        let start = try source.read(at: 0, count: min(size, 8))
        return try withoutActuallyEscaping(wanted) { wanted in
            try withoutActuallyEscaping(body) { body in
                let gathering = Gathering(maximumBytes: maximumBytes, wanted: wanted, body: body)
                if start.starts(with: "WARC/".utf8) || start.starts(with: [0x1F, 0x8B]) {
                    try gathering.readFile(source, size: size)
                } else if start.starts(with: [0x50, 0x4B]) {
                    try gathering.readPackage(source)
                } else {
                    gathering.reading.problem = "this is no WARC or WACZ file"
                    gathering.reading.isArchive = false
                }
                return gathering.reading
            }
        }
    }

    /// One pass over a file.
    private final class Gathering {
        var reading = Reading()
        private let maximumBytes: Int
        private let wanted: (Header) -> Bool
        private let body: (Header, [UInt8]) throws -> Void
        /// The record that is being read, when it is wanted.
        private var header: Header?
        private var block: [UInt8] = []
        private var isTooLarge = false

        init(
            maximumBytes: Int, wanted: @escaping (Header) -> Bool,
            body: @escaping (Header, [UInt8]) throws -> Void
        ) {
            self.maximumBytes = maximumBytes
            self.wanted = wanted
            self.body = body
        }

        func readFile(_ source: FileSource, size: Int) throws {
            try notingBreaks {
                var stream = RecordStream()
                var place = 0
                while place < size {
                    let piece = try source.read(at: place, count: min(256 << 10, size - place))
                    guard !piece.isEmpty else { break }
                    place += piece.count
                    try unsafe piece.withUnsafeBytes { try unsafe stream.append($0, take) }
                }
                if !stream.isBetween { reading.problem = "the file ends in the middle of a record" }
            }
        }

        func readPackage(_ source: FileSource) throws {
            var log = ForeignLog()
            let container = try ForeignContainer(source, log: &log)
            let archives = container?.entries.filter(\.isArchive) ?? []
            if archives.isEmpty {
                reading.problem = "there is no web archive in this ZIP file"
                reading.isArchive = false
            }
            for entry in archives {
                header = nil
                try notingBreaks {
                    var stream = RecordStream()
                    let isWhole = try unsafe container?.read(entry) { try unsafe stream.append($0, take) }
                    if isWhole != true || !stream.isBetween {
                        reading.problem = "\(SafeText.escaped(entry.name)) is broken or cut"
                    }
                }
            }
        }

        /// Notes why a file could not be read on, and lets everything else through.
        private func notingBreaks(_ body: () throws -> Void) throws {
            do {
                try body()
            } catch let error as WARCParser.FormError {
                reading.problem = error.text
            } catch is GzipError {
                reading.problem = "a compressed part is broken"
            }
        }

        private func take(_ event: WARCParser.Event) throws {
            switch unsafe event {
            case .header(let fields, _):
                reading.records += 1
                let found = Header(fields)
                header = wanted(found) ? found : nil
                block = []
                isTooLarge = false
            case .block(let piece):
                guard header != nil, !isTooLarge else { return }
                isTooLarge = block.count + piece.count > maximumBytes
                if isTooLarge { block = [] } else { unsafe block += piece }
            case .end:
                guard let header else { return }
                if isTooLarge { reading.tooLarge += 1 } else { try body(header, block) }
                self.header = nil
                block = []
            }
        }
    }
}

extension ArchivedRecords.Header {
    fileprivate init(_ fields: WARCParser.Header) {
        type = fields.value("WARC-Type")?.lowercased() ?? ""
        id = fields.value("WARC-Record-ID").map(Self.bare) ?? ""
        uri = fields.value("WARC-Target-URI").map(Self.bare) ?? ""
        contentType = fields.value("Content-Type")?.lowercased() ?? ""
    }

    /// Without angle brackets.
    private static func bare(_ text: String) -> String {
        text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
    }
}

extension ForeignEntry {
    fileprivate var isArchive: Bool {
        name.hasPrefix("archive/") && (name.hasSuffix(".warc.gz") || name.hasSuffix(".warc"))
    }
}
