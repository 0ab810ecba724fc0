import Evidence

/// The `Content-Type` that a record must have (bundle format, section 4).
enum MediaTypes {
    /// Prefixes of target URIs of resources and their types; a number or an address follows those that end in a colon.
    private static let resources = [
        (RecordURI.connectionPrefix, "application/json"), ("urn:exhibit:script:", "text/javascript"),
        ("urn:view:", "image/png"), ("urn:viewDOM:", "text/html; charset=utf-8"),
        ("urn:fullPage:", "image/png"), ("urn:pdf:", "application/pdf"),
        ("urn:dom:", "text/html; charset=utf-8"), ("urn:text:", "text/plain; charset=utf-8"),
    ]

    /// Nil when the format leaves it open.
    static func expected(_ type: RecordType, _ uri: String?) -> String? {
        switch type {
        case .warcinfo: "application/warc-fields"
        case .request: "application/http; msgtype=request"
        case .response: "application/http; msgtype=response"
        case .resource:
            switch uri {
            case RecordURI.plan: "application/json"
            case RecordURI.planSignature: "application/pkcs7-signature"
            case let uri?: uri.hasPrefix("urn:") ? resources.first { uri.hasPrefix($0.0) }?.1 : nil
            case nil: nil
            }
        }
    }
}
