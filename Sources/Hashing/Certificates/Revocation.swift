public import Bytes
internal import COpenSSL

/// Whether certificates of a path were revoked, from lists and responses at hand (RFC 5280, section 6.3; RFC 6960).
public enum Revocation {
    /// What is known of revocation, each in DER, from outside.
    public struct Material: Sendable {
        public var lists: [[UInt8]] = []
        public var responses: [[UInt8]] = []

        public init(lists: [[UInt8]] = [], responses: [[UInt8]] = []) {
            self.lists = lists
            self.responses = responses
        }
    }

    public enum Status: Sendable, Equatable {
        /// Not revoked when the authority last looked, which is not earlier than the time asked for minus one validity.
        case good(asOf: Timestamp)
        /// Revoked; whether before or after the time asked for is for the caller to compare.
        case revoked(at: Timestamp)
        /// Nothing at hand tells it.
        case unknown
    }

    /// More lists or responses than these are not looked at.
    private static let maximumCount = 32

    /// The status of each certificate of a path but the anchor, at a time.
    ///
    /// A list or response counts when the certificate's issuer, or a responder that it appointed, signed it, and it was
    /// still current at the time. `path` is one that `CertificatePath` found.
    public static func status(of path: [Certificate], at time: Timestamp, from material: Material)
        throws(OpenSSLError) -> [Status]
    {
        var statuses: [Status] = []
        for (certificate, issuer) in zip(path, path.dropFirst()) {
            var status = Status.unknown
            let anchors = Array(path.suffix(1))
            for list in material.lists.prefix(maximumCount) {
                status = worse(
                    status, try RevocationList.status(certificate, path: path, in: list, at: time))
            }
            for response in material.responses.prefix(maximumCount) {
                status = worse(
                    status,
                    try OCSPResponse.status(
                        certificate, issuer: issuer, intermediates: path, anchors: anchors, in: response,
                        at: time))
            }
            statuses.append(status)
        }
        return statuses
    }

    /// One revocation outweighs any number of good answers; the earliest one counts.
    private static func worse(_ one: Status, _ other: Status) -> Status {
        switch (one, other) {
        case (.revoked(let first), .revoked(let second)): .revoked(at: min(first, second))
        case (.revoked, _), (.good, .unknown): one
        case (.good(let first), .good(let second)): .good(asOf: max(first, second))
        default: other
        }
    }
}
