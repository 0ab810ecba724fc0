import Archive
import Bytes
import Codings
import Evidence
import Reading

/// Looks for needles in bytes that come in pieces.
struct NameSearch {
    private let needles: Needles
    private var buffer: [UInt8] = []
    /// Where in the buffer nothing has begun yet; one byte before it is kept.
    private var next = 0
    private(set) var isNamed = false

    private static let most = 1 << 20

    init(_ needles: Needles) { self.needles = needles }

    mutating func append(_ piece: UnsafeRawBufferPointer) {
        guard !isNamed else { return }
        unsafe buffer += piece
        guard buffer.count >= Self.most else { return }
        isNamed = needles.isNamed(in: buffer, from: next, isLast: false)
        let done = max(next, buffer.count - needles.reach)
        let kept = max(0, done - 1)
        buffer.removeSubrange(..<kept)
        next = done - kept
    }

    /// After the last piece.
    mutating func finish() -> Bool {
        if !isNamed { isNamed = needles.isNamed(in: buffer, from: next, isLast: true) }
        buffer = []
        return isNamed
    }

    private static let maximumBodyBytes = 1 << 30

    /// Whether a record names something: in its header, in its block as recorded, or in its body without chunks and codings.
    ///
    /// `couldNotBeSearched` is told when a body is in a coding that is not known or cannot be undone.
    static func isNamed(
        _ needles: Needles, in record: OriginalRecord, of bundle: ReadableBundle,
        couldNotBeSearched: () -> Void
    ) throws -> Bool {
        var raw = NameSearch(needles)
        var decoded = NameSearch(needles)
        var isNamedInHeader = false
        let body = record.line.type == .response ? MessageBody(maximumBytes: maximumBodyBytes) : nil
        try unsafe bundle.read(record.place) { header in
            // The record's own address is looked for too: the same may have been captured twice.
            isNamedInHeader = needles.isNamed(
                in: header.fields.map { "\($0.name): \($0.value)\n" }.joined())
        } block: { piece in
            unsafe raw.append(piece)
            try unsafe body?.append(piece) { unsafe decoded.append($0) }
        }
        try unsafe body?.finish { unsafe decoded.append($0) }
        if let body, body.notes.contains(where: { $0 != "chunks joined" && !$0.hasSuffix(" undone") }) {
            couldNotBeSearched()
        }
        let isInBlock = raw.finish()
        let isInBody = decoded.finish()
        return isNamedInHeader || isInBlock || isInBody
    }
}
