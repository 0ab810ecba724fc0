/// Finds the end of a body in bytes that arrive in pieces; keeps nothing of them.
public struct BodyReader: Sendable {
    /// A body whose framing is broken.
    public struct FramingError: Error, Equatable {
        /// In plain English.
        public let reason: String
    }

    private enum State {
        case fixed(Int)
        case untilClose
        case chunkSize(digits: Int, value: Int)
        case chunkExtension(value: Int)
        case chunkData(Int)
        case chunkEnd(sawReturn: Bool)
        case trailer(lineLength: Int, total: Int)
        case done
    }

    private var state: State

    /// A chunk that says to be larger is refused: it cannot be a body that is meant to be read.
    private static let maximumChunkDigits = 13
    private static let maximumExtensionBytes = 16 << 10

    public init(_ framing: BodyFraming) {
        switch framing {
        case .none: state = .done
        case .length(let length): state = length > 0 ? .fixed(length) : .done
        case .chunked: state = .chunkSize(digits: 0, value: 0)
        case .untilClose, .invalid: state = .untilClose
        }
    }

    public var isDone: Bool { if case .done = state { true } else { false } }

    /// Whether the end of the connection is a proper end here.
    public var mayEndNow: Bool {
        switch state {
        case .done, .untilClose: true
        default: false
        }
    }

    /// How many of these bytes belong to the body.
    public mutating func take(_ bytes: UnsafeRawBufferPointer) throws(FramingError) -> Int {
        var place = 0
        while place < bytes.count {
            switch state {
            case .done: return place
            case .untilClose: return bytes.count
            case .fixed(let left):
                let used = min(left, bytes.count - place)
                place += used
                state = used == left ? .done : .fixed(left - used)
            case .chunkData(let left):
                let used = min(left, bytes.count - place)
                place += used
                state = used == left ? .chunkEnd(sawReturn: false) : .chunkData(left - used)
            default:
                try step(unsafe bytes[place])
                place += 1
            }
        }
        return place
    }

    /// As `take`, and hands what is content, not framing, to `body`.
    public mutating func take(
        _ bytes: UnsafeRawBufferPointer, content body: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int {
        var place = 0
        while place < bytes.count, !isDone {
            // As much as the state can take at once: content in one piece, framing byte by byte.
            let isContent: Bool
            let piece: Int
            switch state {
            case .fixed(let left), .chunkData(let left):
                (isContent, piece) = (true, min(left, bytes.count - place))
            case .untilClose: (isContent, piece) = (true, bytes.count - place)
            default: (isContent, piece) = (false, 1)
            }
            let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[place..<place + piece])
            let used = try unsafe take(part)
            if isContent { try unsafe body(part) }
            place += used
        }
        return place
    }

    private mutating func step(_ byte: UInt8) throws(FramingError) {
        switch state {
        case .chunkSize(let digits, let value):
            if let digit = Self.digit(byte) {
                guard digits < Self.maximumChunkDigits else {
                    throw FramingError(reason: "a chunk says to be larger than can be")
                }
                state = .chunkSize(digits: digits + 1, value: value << 4 | digit)
            } else if digits > 0, byte == 0x0A {
                state = Self.afterSize(value)
            } else if digits > 0, byte == 0x0D || byte == UInt8(ascii: ";") || byte == 0x20 || byte == 0x09 {
                state = .chunkExtension(value: value)
            } else {
                throw FramingError(reason: "a chunk has no size")
            }
        case .chunkExtension(let value):
            if byte == 0x0A { state = Self.afterSize(value) }
        case .chunkEnd(let sawReturn):
            if byte == 0x0A {
                state = .chunkSize(digits: 0, value: 0)
            } else if byte == 0x0D, !sawReturn {
                state = .chunkEnd(sawReturn: true)
            } else {
                throw FramingError(reason: "a chunk is longer than its size says")
            }
        case .trailer(let lineLength, let total):
            guard total < MessageHead.maximumBytes else {
                throw FramingError(reason: "the trailer is longer than 1 MiB")
            }
            if byte == 0x0A {
                state = lineLength == 0 ? .done : .trailer(lineLength: 0, total: total + 1)
            } else if byte == 0x0D, lineLength == 0 {
                state = .trailer(lineLength: 0, total: total + 1)
            } else {
                state = .trailer(lineLength: lineLength + 1, total: total + 1)
            }
        default: break
        }
    }

    private static func afterSize(_ value: Int) -> State {
        value == 0 ? .trailer(lineLength: 0, total: 0) : .chunkData(value)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
