internal import Bytes

/// What the browser says of itself.
public struct BrowserVersion: Sendable, Equatable {
    /// As `Chrome/156.0.8078.79`.
    public let product: String
    public let revision: String
    public let protocolVersion: String
    /// What it would call itself to servers.
    public let userAgent: String

    init(_ answer: JSONValue) throws(BrowserError) {
        guard let product = answer["product"]?.string, let userAgent = answer["userAgent"]?.string,
            let revision = answer["revision"]?.string, let version = answer["protocolVersion"]?.string,
            max(product.utf8.count, userAgent.utf8.count, revision.utf8.count, version.utf8.count) < 1000
        else { throw .cannotStart(reason: "it does not say which version it is") }
        self.product = product
        self.userAgent = userAgent
        self.revision = revision
        protocolVersion = version
    }

    /// As `156.0.8078.79`.
    public var number: String { product.split(separator: "/").last.map(String.init) ?? product }

    /// The browser's own name without the word "Headless", which many sites turn away.
    var ownUserAgent: String { userAgent.replacing("HeadlessChrome", with: "Chrome") }

    /// The client hints that go with that name.
    var clientHints: JSONValue {
        let major = number.prefix { $0 != "." }
        let brands: JSONValue = [["brand": "Chromium", "version": .string(String(major))]]
        return [
            "brands": brands, "fullVersionList": [["brand": "Chromium", "version": .string(number)]],
            "fullVersion": .string(number), "platform": "Linux", "platformVersion": "", "architecture": "x86",
            "model": "", "mobile": false, "bitness": "64", "wow64": false,
        ]
    }
}
