import Messages

/// The end of a body does not depend on the pieces in which it arrives.
enum MessageProperty {
    static func problem(with input: [UInt8]) -> String? {
        if let end = MessageHead.end(in: input[...], from: 0) {
            guard end <= input.count else { return "the head ends behind its bytes" }
            if let head = MessageHead(Array(input[..<end])) {
                _ = head.startWords
                for field in ["content-length", "transfer-encoding", "location"] as [StaticString] {
                    for range in head.valueRanges(field) where range.upperBound > end {
                        return "a value lies behind its head"
                    }
                }
                let framing = BodyFraming.response(head, status: 200, method: "GET")
                if let problem = differs(framing, Array(input[end...])) { return problem }
            }
        }
        if let address = HTTPAddress(String(decoding: input.prefix(9000), as: UTF8.self)),
            HTTPAddress(address.text) != address
        {
            return "the address is another one when it is written"
        }
        return differs(.chunked, input)
    }

    private static func differs(_ framing: BodyFraming, _ body: [UInt8]) -> String? {
        let whole = taken(framing, body, pieceBytes: max(1, body.count))
        for size in [1, 3] where taken(framing, body, pieceBytes: size) != whole {
            return "the body ends elsewhere in pieces of \(size)"
        }
        return nil
    }

    /// How many bytes were the body's, and whether it may end there; nil when its framing is broken.
    private static func taken(_ framing: BodyFraming, _ body: [UInt8], pieceBytes: Int) -> [Int]? {
        var reader = BodyReader(framing)
        var count = 0
        while count < body.count, !reader.isDone {
            let piece = Array(body[count..<min(count + pieceBytes, body.count)])
            guard let used = try? unsafe piece.withUnsafeBytes({ try unsafe reader.take($0) }) else {
                return nil
            }
            count += used
            if used < piece.count { break }
        }
        return [count, reader.isDone ? 1 : 0, reader.mayEndNow ? 1 : 0]
    }
}
