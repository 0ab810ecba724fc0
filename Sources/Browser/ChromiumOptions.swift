public import Hashing

/// How Chromium is started.
public struct ChromiumOptions: Sendable {
    /// Where Debian has the program itself; `/usr/bin/chromium` is a script that adds flags of its own.
    public static let debianPath = "/usr/lib/chromium/chromium"

    public var path: String
    /// Digests of the SubjectPublicKeyInfo of the authorities whose certificates the browser takes for good: those
    /// of the recording proxies that its pages will use. At most 64.
    public var trustedAuthorities: [SHA256Digest]
    /// Where the throw-away profile is made; the account that Chromium runs as must be able to get there. At most 39
    /// bytes long, since Chromium makes a socket below it, whose path the system bounds.
    public var temporaryFolder: String
    /// The display of X11 on which a person sees the browser (`:0`), and the file with the right to use it; nil for none: then the
    /// browser has no window.
    public var display: (name: String, authority: String?)?
    /// How long the first answer may take.
    public var startLimit: Duration

    public init(
        path: String = ChromiumOptions.debianPath, trustedAuthorities: [SHA256Digest] = [],
        temporaryFolder: String = "/tmp", startLimit: Duration = .seconds(30)
    ) {
        self.path = path
        self.trustedAuthorities = trustedAuthorities
        self.temporaryFolder = temporaryFolder
        self.startLimit = startLimit
    }
}
