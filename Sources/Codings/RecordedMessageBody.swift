import Archive

/// A response of HTTP that is in memory, and its body without chunks and codings.
public struct RecordedMessageBody {
    public let status: Int
    public let mediaType: String?
    /// Nil when the body was not wanted.
    public let bytes: [UInt8]?
    /// Whether the body was longer than allowed, so that its end is missing.
    public let isCut: Bool

    /// Reads a whole block; `wanted` tells by the media type whether the body is worth decoding.
    public init(_ block: [UInt8], maximumBytes: Int, wanted: (String?) -> Bool) throws {
        let body = MessageBody(maximumBytes: maximumBytes)
        var bytes: [UInt8] = []
        var isWanted: Bool?
        func take(_ piece: UnsafeRawBufferPointer) throws {
            if isWanted == nil { isWanted = wanted(body.head?.mediaType) }
            guard isWanted == true else { throw Unwanted() }
            unsafe bytes += piece
        }
        do {
            try unsafe block.withUnsafeBytes { try unsafe body.append($0) { try unsafe take($0) } }
            try unsafe body.finish { try unsafe take($0) }
        } catch is Unwanted {}
        status = body.head?.status.flatMap { Int($0) } ?? 0
        mediaType = body.head?.mediaType
        self.bytes = isWanted == true ? bytes : nil
        isCut = body.isCut
    }

    private struct Unwanted: Error {}
}
