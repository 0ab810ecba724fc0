import Bytes
public import Posts

/// One report, as a force has it. What is personal in it stays in the store and never goes into a bundle.
public struct Report: Sendable, Equatable {
    /// What can be taken over from a list.
    public enum Field: String, Sendable, CaseIterable {
        case reference, received, channel
        case crimeReference = "crime-reference"
        case force, offence, strand, platform
        case url, handle, narrative
        case incidentDate = "incident-date"
        case under18 = "under-18"
        case intimateImage = "intimate-image"
        case threatToLife = "threat-to-life"
        case basis, necessity, proportionality, expression, authorisation

        /// Texts of a lawful basis go into `evidence/authority.json`.
        static let authority: [Field] = [.basis, .necessity, .proportionality, .expression, .authorisation]
        static let flags: [Field] = [.threatToLife, .under18, .intimateImage]
    }

    public let reference: String
    /// Texts by field; flags are `yes`.
    public var fields: [Field: String]
    /// The addresses that were reported, in their order.
    public var addresses: [ReportedAddress]

    public init(reference: String, fields: [Field: String] = [:], addresses: [ReportedAddress] = []) {
        self.reference = reference
        self.fields = fields
        self.addresses = addresses
    }

    /// From 0 to 3: what must be captured first.
    public var urgency: Int {
        if fields[.threatToLife] != nil { return 3 }
        return fields[.under18] != nil ? 2 : fields[.intimateImage] != nil ? 1 : 0
    }
}

/// An address in a report.
public struct ReportedAddress: Sendable, Equatable {
    /// As it stands in the report.
    public let original: String
    /// With its scheme, and without a forwarding service around it: what is loaded.
    public let address: String
    public let platform: Platform
    public let kind: PostAddress.Kind
    /// The public address of the post; nil where only the platform knows it, or there is none.
    public let canonical: String?
    /// The same for all addresses of one post.
    public let key: String

    /// Nil for what is no address of a page: one without a scheme begins with the name of a server, with a dot in it.
    public init?(_ text: String) {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined()
        guard trimmed.contains("://") || Self.beginsWithServer(trimmed) else { return nil }
        let full = trimmed.contains("://") ? trimmed : "https://" + trimmed
        guard let post = PostAddress(full) else { return nil }
        original = text
        let inner = post.canonical.flatMap { post.original.hasPrefix("http") ? nil : $0 }
        address = inner ?? full
        platform = post.platform
        kind = post.kind
        canonical = post.canonical
        if let id = post.id ?? post.code, [.post, .comment, .story].contains(post.kind) {
            // Numbers of Telegram count within a channel.
            let channel = post.platform == .telegram ? (post.handle ?? "").lowercased() + "/" : ""
            key = "\(post.platform.rawValue) \(channel)\(id)"
        } else {
            key = "url \(post.canonical ?? full)"
        }
    }

    /// Whether a text begins with what can be the name of a server: labels of letters, digits and hyphens, the last of letters.
    private static func beginsWithServer(_ text: String) -> Bool {
        let host = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, let last = labels.last, last.count > 1, last.allSatisfy(\.isLetter) else {
            return false
        }
        return labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }

    /// Whether the platform must be asked which post it is.
    public var needsResolving: Bool { kind == .shortLink }
}
