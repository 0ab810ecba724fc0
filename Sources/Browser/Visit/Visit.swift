public import Bytes

/// One page that is to be looked at, and how.
public struct Visit: Sendable {
    /// The address of the page: `http` or `https`.
    public var address: String
    /// The port on 127.0.0.1 of the proxy through which everything goes that the page asks for.
    public var proxyPort: UInt16
    /// After this long the visit ends, with what there is.
    public var timeLimit: Duration = .seconds(90)
    public var viewport = Viewport()
    /// As `en-GB`.
    public var locale = "en-GB"
    /// As `Europe/London`.
    public var timeZone = "Europe/London"
    /// What the browser calls itself; nil for its own name, without the word "Headless".
    public var userAgent: String?
    /// Cookies that the page's context begins with, as `Storage.setCookies` of the DevTools protocol takes them.
    public var cookies: [JSONValue] = []
    /// Whether the page is scrolled, and consent refused and texts opened in it. Otherwise it is only looked at.
    public var isTouched = true
    /// What ends the visit early; nil when nothing does.
    public var stop: VisitStop?
    /// The time that is written into the log of actions.
    public var now: @Sendable () -> Timestamp

    public init(address: String, proxyPort: UInt16, now: @escaping @Sendable () -> Timestamp) {
        self.address = address
        self.proxyPort = proxyPort
        self.now = now
    }
}

/// The window that a page is shown in.
public struct Viewport: Sendable, Equatable {
    /// In CSS pixels, 200 to 4,096.
    public let width: Int
    public let height: Int
    /// Pixels of the picture to a CSS pixel, 1 to 3.
    public let deviceScale: Double

    /// A window; values outside the bounds are moved to the nearest.
    public init(width: Int = 1280, height: Int = 900, deviceScale: Double = 1) {
        self.width = min(max(width, 200), 4096)
        self.height = min(max(height, 200), 4096)
        self.deviceScale = deviceScale.isFinite ? min(max(deviceScale, 1), 3) : 1
    }
}
