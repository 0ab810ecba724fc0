public import Bytes
public import Evidence
public import Hashing
public import Messages
public import Sessions
public import Timestamping
public import Wire

/// What is to be captured, and how.
public struct CaptureRequest: Sendable {
    /// As it was asked for; a fragment is kept here and never sent.
    public let target: String
    public let address: HTTPAddress
    public var engine = CaptureEngine.chromium
    /// The name of the bundle.
    public var path: String
    /// The officer's own words.
    public var title: String?
    public var note: String?
    /// What a person stated of the report: `evidence/case.json` and `evidence/authority.json`, by their paths.
    public var stated: [String: [UInt8]] = [:]
    /// The account that looks; nil for nobody who is signed in.
    public var profile: SessionProfile?
    public var timeLimitSeconds = 120
    public var sizeLimitBytes = 512 << 20
    public var browser = BrowserRequest()
    public var allowsPrivate = false
    public var allowsInvalidCertificate = false
    public var fixedNames: [NameResolver.Fixed] = []
    public var upstreamTrust: [Certificate] = []
    public var outboundProxy: OutboundProxy?
    public var escrow: Certificate?
    /// Asked for the time before the first connection, and over the signature; none unless named.
    public var timestampAuthorities: [TimestampAuthority] = []
    /// Whether a film is fetched besides, in all its parts.
    public var keepsVideo = false
    /// Whether embeds and public interfaces that tell of the same post are fetched beside it.
    public var asksWitnesses = true
    /// The command's options as given, for the plan.
    public var options: JSONValue = [:]

    /// How the browser shows itself.
    public struct BrowserRequest: Sendable {
        public var width = 1280
        public var height = 900
        public var locale = "en-GB"
        public var timeZone = "Europe/London"
        /// Nil for the browser's own, without the word "Headless".
        public var userAgent: String?

        public init() {}
    }

    /// Nil when `target` is no address that can be captured: `http` or `https`, ASCII, 8,192 bytes at most.
    public init?(target: String, path: String) {
        guard let address = HTTPAddress(target) else { return nil }
        self.target = target
        self.address = address
        self.path = path
    }

    /// The value of `Cookie` for an address; nil without a profile, and where none of its cookies goes.
    var cookies: @Sendable (HTTPAddress) -> String? {
        let profile = profile
        return { profile?.cookieField(host: $0.host, path: $0.pathAndQuery, isSecure: $0.isSecure) }
    }

    /// The options, with what is fetched beside the page.
    func options(beside addresses: [String]) -> JSONValue {
        guard !addresses.isEmpty else { return options }
        return .object((options.object ?? []) + [JSONMember("beside", .array(addresses.map { .string($0) }))])
    }

    /// Options that could be used to forge a capture; each stays with the bundle for ever.
    var caveats: [Caveat] {
        var caveats: [Caveat] = []
        if allowsPrivate {
            caveats.append(
                Caveat(
                    code: "allow-private",
                    text: "private and loopback addresses could be connected to (--allow-private)"))
        }
        for name in fixedNames {
            caveats.append(
                Caveat(
                    code: "resolve",
                    text:
                        "the address of \(SafeText.escaped(name.host)) was given by hand as \(name.address), not looked up (--resolve)"
                ))
        }
        if !upstreamTrust.isEmpty {
            caveats.append(
                Caveat(
                    code: "upstream-trust",
                    text: "servers were also trusted that no public authority vouches for (--upstream-trust)")
            )
        }
        if allowsInvalidCertificate {
            caveats.append(
                Caveat(
                    code: "allow-invalid-certificate",
                    text:
                        "servers were talked to whatever their certificates said (--allow-invalid-certificate)"
                ))
        }
        if let profile {
            caveats.append(
                Caveat(
                    code: "signed-in",
                    text:
                        "a signed-in account looked: \(SafeText.escaped(profile.account)) (--profile \(SafeText.escaped(profile.name))); others may be shown something else"
                ))
        }
        if let outboundProxy {
            caveats.append(
                Caveat(
                    code: "outbound-proxy",
                    text:
                        "connections went through the proxy \(SafeText.escaped(outboundProxy.host)), which looked up the names and could have led elsewhere; TLS shows which server answered"
                ))
        }
        return caveats
    }
}
