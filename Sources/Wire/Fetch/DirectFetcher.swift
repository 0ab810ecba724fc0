import Bytes
import Evidence
public import Messages

/// Fetches addresses through the same recorder, without a browser.
public final class DirectFetcher: Sendable {
    private let settings: WireSettings
    private let recorder: any WireRecorder
    private let connector: UpstreamConnector
    private let exchange: Exchange
    private let running = RunningChannels()
    private let userAgent: String
    private let language: String
    /// The value of `Cookie` for an address; nil for none. It is masked in the record.
    private let cookies: @Sendable (HTTPAddress) -> String?

    private static let maximumRedirects = 20

    public init(
        _ settings: WireSettings, recorder: any WireRecorder, userAgent: String, language: String,
        cookies: @escaping @Sendable (HTTPAddress) -> String? = { _ in nil }
    ) throws {
        self.settings = settings
        self.recorder = recorder
        self.userAgent = userAgent
        self.language = language
        self.cookies = cookies
        connector = try UpstreamConnector(settings, recorder: recorder, running: running)
        exchange = Exchange(
            settings: settings, recorder: recorder, budget: CaptureBudget(bytes: settings.captureBytes),
            running: running)
    }

    /// What a fetch met.
    public struct Result: Sendable {
        /// The last address that was asked.
        public let final: String
        /// The status of its answer; nil when there was none.
        public let status: Int?
        /// Why there was no answer, or why it is not whole.
        public let failure: String?
    }

    /// Gets `target` and follows redirects; each exchange is recorded. Throws what the recorder throws.
    public func fetch(_ target: HTTPAddress) throws -> Result {
        var address = target
        for _ in 0...Self.maximumRedirects {
            let ending: Exchange.Ending
            do {
                ending = try get(address)
            } catch let error as WireError {
                recorder.note(NotRecorded(what: "exchange", uri: address.text, reason: "\(error)"))
                return Result(final: address.text, status: nil, failure: "\(error)")
            }
            let failure = ending.failure.map { "\($0)" }
            guard let status = ending.status, [301, 302, 303, 307, 308].contains(status), failure == nil,
                let location = ending.location
            else { return Result(final: address.text, status: ending.status, failure: failure) }
            guard let next = address.following(location) else {
                return Result(
                    final: address.text, status: status,
                    failure:
                        "the server leads to \(SafeText.escaped(location)), which is no address that can be fetched"
                )
            }
            address = next
        }
        return Result(
            final: address.text, status: nil,
            failure: "the server leads on more than \(Self.maximumRedirects) times")
    }

    private func get(_ address: HTTPAddress) throws -> Exchange.Ending {
        let connection = try connector.open(
            host: address.host, port: address.port, isSecure: address.isSecure)
        defer { connection.channel.close() }
        var target = address.pathAndQuery
        var authorization = ""
        if !address.isSecure, let proxy = settings.outboundProxy {
            target = address.text
            authorization = proxy.authorization.map { "Proxy-Authorization: \($0)\r\n" } ?? ""
        }
        let text =
            "GET \(target) HTTP/1.1\r\nHost: \(address.authority)\r\n\(authorization)User-Agent: \(userAgent)\r\n"
            + (cookies(address).map { "Cookie: \($0)\r\n" } ?? "")
            + "Accept: text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8\r\nAccept-Language: \(language)\r\n"
            + "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        guard let head = MessageHead(Array(text.utf8)) else {
            throw WireError.message("the request cannot be made")
        }
        let request = OutgoingRequest(uri: address.text, method: "GET", head: head, framing: .none)
        return try exchange.run(request, over: connection, client: nil)
    }

    /// Ends whatever runs, from any thread.
    public func stop() { running.stop() }
}
