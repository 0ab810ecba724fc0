/// How long the body of a message is (RFC 9112, section 6.3).
public enum BodyFraming: Sendable, Equatable {
    case none
    case length(Int)
    case chunked
    /// Until the connection ends.
    case untilClose
    /// Contradictory or unreadable; to be taken as `untilClose`, and the connection not used again.
    case invalid

    /// Of a request.
    public static func request(_ head: MessageHead) -> BodyFraming {
        let framing = byFields(head)
        return framing == .untilClose ? .none : framing
    }

    /// Of the final response with this status to a request with this method.
    public static func response(_ head: MessageHead, status: Int, method: String) -> BodyFraming {
        if method == "HEAD" || (100..<200).contains(status) || status == 204 || status == 304 { return .none }
        return byFields(head)
    }

    private static func byFields(_ head: MessageHead) -> BodyFraming {
        let codings = head.values("transfer-encoding")
        let lengths = head.values("content-length").flatMap { value in
            value.split(separator: ",", omittingEmptySubsequences: false).map {
                String($0.drop { $0 == " " })
            }
        }
        if !codings.isEmpty {
            // Both together are how requests are smuggled (RFC 9112, section 11.2).
            guard lengths.isEmpty, codings.count == 1, codings[0].lowercased() == "chunked" else {
                return .invalid
            }
            return .chunked
        }
        guard let first = lengths.first else { return .untilClose }
        guard lengths.allSatisfy({ $0 == first }), !first.isEmpty, first.utf8.count <= 18,
            first.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let length = Int(first)
        else { return .invalid }
        return length == 0 ? .none : .length(length)
    }
}
