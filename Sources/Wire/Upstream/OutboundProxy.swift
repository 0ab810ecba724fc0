/// A proxy that a network asks all connections to go through.
public struct OutboundProxy: Sendable {
    public let host: String
    public let port: Int
    /// For `Proxy-Authorization`; nil when the proxy asks for none.
    let authorization: String?

    public init(host: String, port: Int, authorization: String?) {
        self.host = host
        self.port = port
        self.authorization = authorization
    }
}
