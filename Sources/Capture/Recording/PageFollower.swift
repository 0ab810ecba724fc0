import Codings
import Messages
import Wire

/// Finds, among the exchanges, the one that is the page: the answer for the target, or for where its redirects lead.
struct PageFollower {
    /// The page's own answer.
    struct Page: Sendable {
        let uri: String
        let status: Int
        /// Why it is not whole.
        let failure: String?
        /// Whether it was still arriving when the time was over, or the capture was ended.
        let isCutInTime: Bool
        /// Whether there is nothing in it.
        let isEmpty: Bool
        /// Whether the server names a way to sign in (RFC 9110, section 11.6.1).
        let asksForSignIn: Bool
        /// The seconds after which the server asks to come back (RFC 9110, section 10.2.3).
        let retryAfter: Int?
    }

    /// The target, or where the last redirect led.
    private(set) var expected: HTTPAddress
    private var redirects = 0
    private(set) var page: Page?

    private static let maximumRedirects = 30

    init(target: HTTPAddress) { expected = target }

    /// Takes an exchange; true when it is the page.
    mutating func isPage(_ exchange: RecordedExchange) -> Bool {
        guard page == nil, exchange.method == "GET", let status = exchange.status,
            let address = HTTPAddress(exchange.uri),
            address == expected || Self.isUpgrade(of: expected, address)
        else { return false }
        if [301, 302, 303, 307, 308].contains(status), let location = exchange.location,
            redirects < Self.maximumRedirects, let next = address.following(location)
        {
            expected = next
            redirects += 1
            return false
        }
        let head = (exchange.response?.head).flatMap { MessageHead($0) }
        let retryAfter = head?.value("retry-after").flatMap { Int($0) }
        let isEmpty =
            exchange.response.map {
                $0.body.bytes == 0 || $0.decoded(maximumBytes: 1)?.bytes?.isEmpty == true
            }
            ?? true
        page = Page(
            uri: exchange.uri, status: status, failure: exchange.failure,
            isCutInTime: exchange.response?.truncated == "time", isEmpty: isEmpty,
            asksForSignIn: head?.value("www-authenticate") != nil, retryAfter: retryAfter)
        return true
    }

    /// Whether a browser that knows a site to be on TLS alone would ask for this instead.
    private static func isUpgrade(of expected: HTTPAddress, _ address: HTTPAddress) -> Bool {
        !expected.isSecure && address.isSecure && expected.host == address.host
            && expected.pathAndQuery == address.pathAndQuery
    }
}
