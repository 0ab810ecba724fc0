import Archive
import Foreign

/// Cuts records out of a WARC file that arrives in pieces, compressed or not, its members one after the other.
struct RecordStream {
    private enum Form { case unknown, plain, gzip }

    private var form = Form.unknown
    private var start: [UInt8] = []
    private var decoder: ContentDecoder?
    private var parser = WARCParser()

    /// Whether the file may end here.
    var isBetween: Bool { decoder == nil && parser.isBetween }

    /// Throws `GzipError` or `WARCParser.FormError` where the file is broken.
    mutating func append(_ piece: UnsafeRawBufferPointer, _ event: (WARCParser.Event) throws -> Void) throws {
        switch form {
        case .unknown:
            unsafe start += piece
            guard start.count >= 2 else { return }
            form = start.starts(with: [0x1F, 0x8B]) ? .gzip : .plain
            let held = start
            start = []
            try unsafe held.withUnsafeBytes { try unsafe append($0, event) }
        case .plain: try unsafe parser.append(piece, event)
        case .gzip: try unsafe inflate(piece, event)
        }
    }

    private mutating func inflate(_ piece: UnsafeRawBufferPointer, _ event: (WARCParser.Event) throws -> Void)
        throws
    {
        var place = 0
        while place < piece.count {
            let member = try decoder ?? ContentDecoder(.gzip)
            decoder = member
            let rest = unsafe UnsafeRawBufferPointer(rebasing: piece[place...])
            place += try unsafe member.append(rest) { try unsafe parser.append($0, event) }
            if member.isComplete { decoder = nil }
        }
    }
}
