import ArgumentParser
import Bytes
import Capture
import Evidence
import Files
import Hashing
import Messages
import OfficerKeys
import Sessions
import VerifyCommand
import Wire

/// How posts are captured.
struct CaptureOptions: ParsableArguments, Sendable {
    /// What loads the page.
    enum Engine: String, ExpressibleByArgument, CaseIterable {
        case chromium, fetch
    }

    @Option(help: "chromium, or fetch: the one answer of the server, without a browser.") var engine = Engine
        .chromium
    @Option(help: ArgumentHelp("End a capture after so many seconds.", valueName: "SECONDS")) var timeLimit =
        120
    @Option(help: ArgumentHelp("End a capture after so many MiB of answers.", valueName: "MiB"))
    var sizeLimit = 512
    @Option(help: ArgumentHelp("Size of the window, in pixels.", valueName: "WIDTHxHEIGHT")) var viewport =
        "1280x900"
    @Option(help: ArgumentHelp("Language of the browser.", valueName: "LOCALE")) var locale = "en-GB"
    @Option(help: ArgumentHelp("Time zone of the browser.", valueName: "ZONE")) var timeZone = "Europe/London"
    @Option(help: ArgumentHelp("What the browser calls itself (default: its own name).", valueName: "TEXT"))
    var userAgent: String?
    @Option(
        help: ArgumentHelp(
            "Go through this proxy of your network; its credentials are masked in the bundle.",
            valueName: "http://[USER:PASSWORD@]HOST:PORT"))
    var outboundProxy: String?
    @Option(
        help: ArgumentHelp(
            "Encrypt masked secrets (cookies, passwords) for this certificate instead of dropping them.",
            valueName: "CERT.pem"))
    var escrow: String?
    @Option(
        help: ArgumentHelp(
            "Ask this timestamp authority for the time, before the capture and over its signature. Repeatable.",
            valueName: "URL"))
    var tsa: [String] = []
    @Option(help: ArgumentHelp("The policy to ask timestamp authorities for.", valueName: "OID"))
    var tsaPolicy: String?
    @Option(
        help: ArgumentHelp(
            "Take timestamps only of authorities that these certificates vouch for. Repeatable.",
            valueName: "FILE"))
    var tsaTrust: [String] = []
    @Option(
        help: ArgumentHelp(
            "Look with the account of this profile; it stays with the bundle.", valueName: "NAME"))
    var profile: String?
    @Flag(
        help:
            "Fetch the film of the page too, with yt-dlp where it is installed: its parts are recorded as sent."
    )
    var video = false
    @Flag(help: "Do not ask the platform's public interfaces (oEmbed, embeds) for the same post.")
    var pageOnly = false
    @Flag(help: "Connect to private and loopback addresses too; stays with the bundle as a caveat.")
    var allowPrivate = false
    @Flag(help: "Capture from servers whose certificate does not verify too; stays as a caveat.")
    var allowInvalidCertificate = false
    @Option(
        help: ArgumentHelp(
            "Take this address for a name; stays as a caveat. Repeatable.", valueName: "HOST=ADDRESS[:PORT]"))
    var resolve: [String] = []
    @Option(
        help: ArgumentHelp(
            "Trust these authorities of servers too; stays as a caveat. Repeatable.", valueName: "FILE"))
    var upstreamTrust: [String] = []

    func validate() throws {
        guard (5...3600).contains(timeLimit) else {
            throw ValidationError("--time-limit: must be 5 to 3600 seconds")
        }
        guard (1...16_384).contains(sizeLimit) else {
            throw ValidationError("--size-limit: must be 1 to 16384 MiB")
        }
        _ = try window()
        for text in [locale, timeZone] + (userAgent.map { [$0] } ?? []) {
            guard !text.isEmpty, text.utf8.count <= 512, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) })
            else {
                throw ValidationError(
                    "--locale, --time-zone, --user-agent: must be 1 to 512 characters of ASCII")
            }
        }
    }

    /// The profile that was named, opened with the passphrase of the key; nil without one.
    func openedProfile(_ key: KeyOptions) throws -> SessionProfile? {
        guard let profile else { return nil }
        let folder = try OfficerKey.folder()
        let opened = try key.open(folder) { try ProfileStore(keyFolder: folder.path).open(profile, $0) }
        guard let opened else {
            throw CommandError(
                .noInput, "there is no profile \(SafeText.escaped(profile)); see: exhibit profile list")
        }
        return opened
    }

    /// The request of an address, with these options.
    func request(_ url: String, _ path: String, profile: SessionProfile?) throws -> CaptureRequest {
        guard var request = CaptureRequest(target: url, path: path) else {
            throw ValidationError(
                "\(SafeText.escaped(url)): must be an address that begins with http:// or https://, without spaces"
            )
        }
        try apply(to: &request)
        request.profile = profile
        return request
    }

    func apply(to request: inout CaptureRequest) throws {
        request.engine = engine == .fetch ? .fetch : .chromium
        request.timeLimitSeconds = timeLimit
        request.sizeLimitBytes = sizeLimit << 20
        (request.browser.width, request.browser.height) = try window()
        request.browser.locale = locale
        request.browser.timeZone = timeZone
        request.browser.userAgent = userAgent
        request.asksWitnesses = !pageOnly
        request.keepsVideo = video
        request.allowsPrivate = allowPrivate
        request.allowsInvalidCertificate = allowInvalidCertificate
        request.fixedNames = try resolve.map { text in
            guard let fixed = NameResolver.Fixed(text) else {
                throw ValidationError(
                    "--resolve: \(SafeText.escaped(text)) must be HOST=ADDRESS or HOST=ADDRESS:PORT")
            }
            return fixed
        }
        request.upstreamTrust = try upstreamTrust.flatMap { try Self.certificates($0, "--upstream-trust") }
        request.timestampAuthorities = try TimestampOptions.authorities(
            tsa, policy: tsaPolicy, anchors: tsaTrust.flatMap { try Self.certificates($0, "--tsa-trust") })
        if let escrow { request.escrow = try Self.certificates(escrow, "--escrow").first }
        if let outboundProxy { request.outboundProxy = try Self.proxy(outboundProxy) }
        request.options = asGiven
    }

    private func window() throws -> (Int, Int) {
        let parts = viewport.split(separator: "x").map { Int($0) }
        guard parts.count == 2, let width = parts[0], let height = parts[1], (200...4096).contains(width),
            (200...4096).contains(height)
        else { throw ValidationError("--viewport: must be like 1280x900, 200 to 4096 each") }
        return (width, height)
    }

    static func certificates(_ path: String, _ option: String) throws -> [Certificate] {
        let pem = try WholeFile.read(path, maximumBytes: 16 << 20)
        guard let certificates = try? CertificatePEM.decode(pem), !certificates.isEmpty else {
            throw CommandError(.badInput, "\(option): \(SafeText.escaped(path)) holds no certificate in PEM")
        }
        return certificates
    }

    private static func proxy(_ text: String) throws -> OutboundProxy {
        var rest = text[...]
        var authorization: String?
        if let at = rest.lastIndex(of: "@"), rest.hasPrefix("http://") {
            let credentials = rest[rest.index(rest.startIndex, offsetBy: 7)..<at]
            authorization = "Basic " + Base64.encode(Array(credentials.utf8))
            rest = "http://" + rest[rest.index(after: at)...]
        }
        guard let address = HTTPAddress(String(rest)), !address.isSecure else {
            throw ValidationError("--outbound-proxy: must be like http://proxy.example:3128")
        }
        return OutboundProxy(host: address.host, port: address.port, authorization: authorization)
    }

    /// Whether every name is given by hand as an address of this machine, so that no other server is asked.
    var isOnThisMachine: Bool {
        !resolve.isEmpty
            && resolve.allSatisfy { text in
                let address = text.split(separator: "=").last ?? ""
                return address.hasPrefix("127.") || address.hasPrefix("[::1]") || address.hasPrefix("::1")
            }
    }

    /// The options as they were given, without credentials, for the plan.
    private var asGiven: JSONValue {
        var members: [(String, JSONValue)] = [
            ("engine", .string(engine.rawValue)), ("time-limit", JSONValue(timeLimit)),
            ("size-limit", JSONValue(sizeLimit)), ("viewport", .string(viewport)),
            ("locale", .string(locale)),
            ("time-zone", .string(timeZone)),
        ]
        if let userAgent { members.append(("user-agent", .string(userAgent))) }
        if let outboundProxy {
            let place = outboundProxy.split(separator: "@").last.map(String.init) ?? ""
            members.append(("outbound-proxy", .string(place)))
        }
        if !tsa.isEmpty { members.append(("tsa", .array(tsa.map(JSONValue.string)))) }
        if let tsaPolicy { members.append(("tsa-policy", .string(tsaPolicy))) }
        if !tsaTrust.isEmpty { members.append(("tsa-trust", .array(tsaTrust.map(JSONValue.string)))) }
        if let escrow { members.append(("escrow", .string(escrow))) }
        if let profile { members.append(("profile", .string(profile))) }
        if video { members.append(("video", .bool(true))) }
        if pageOnly { members.append(("page-only", .bool(true))) }
        if allowPrivate { members.append(("allow-private", .bool(true))) }
        if allowInvalidCertificate { members.append(("allow-invalid-certificate", .bool(true))) }
        if !resolve.isEmpty { members.append(("resolve", .array(resolve.map(JSONValue.string)))) }
        if !upstreamTrust.isEmpty {
            members.append(("upstream-trust", .array(upstreamTrust.map(JSONValue.string))))
        }
        return .object(members.map { JSONMember($0.0, $0.1) })
    }
}
