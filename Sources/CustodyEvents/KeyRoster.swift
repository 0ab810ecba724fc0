import Bytes
public import Hashing

/// Whose keys a log knows at a place in it, as its own entries tell: the first that is added is the founder's, and those who
/// administer add and revoke others.
public struct KeyRoster: Sendable {
    /// A key that was added.
    public struct Member: Sendable {
        public let certificate: Certificate
        public let roles: Set<OfficerRole>
        /// Digest of the key of who added it; the founder's own for the founder.
        public let addedBy: SHA256Digest
        public fileprivate(set) var isRevoked = false
    }

    /// Why an event is not one that its signer could write.
    public enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
        case detailsMissing
        case detailsForm
        /// Who signed may not add or revoke keys.
        case notAdministrator
        /// The key was not added before, or is revoked.
        case unknownKey

        public var description: String {
            switch self {
            case .detailsMissing: "its details are not there, so it is not known whose key it is about"
            case .detailsForm: "its details do not name a key as they must"
            case .notAdministrator: "who signed it may not add or revoke keys"
            case .unknownKey: "it is signed with a key that was not added before, or was revoked"
            }
        }
    }

    /// By the digest of the key.
    public private(set) var members: [SHA256Digest: Member] = [:]

    public init() {}

    /// What an officer's key may be used for; nothing for one that is not known or is revoked.
    public func roles(of certificate: Certificate) -> Set<OfficerRole> {
        guard let member = members[certificate.keyDigest], !member.isRevoked else { return [] }
        return member.roles
    }

    /// Goes on by one event, in the order of the log; `signer` made its signature. Throws when it is none that they could write: then
    /// it changes nothing. The founder's is entry 0, so that no part of a log has another founder.
    public mutating func take(
        _ event: CustodyEvent, at index: Int, details: CustodyDetails?, signer: Certificate
    ) throws(Problem) {
        let key = signer.keyDigest
        guard event.verb == .keyAdded || event.verb == .keyRevoked else {
            guard let member = members[key], !member.isRevoked else { throw .unknownKey }
            return
        }
        guard let details, details.digest == event.details else { throw .detailsMissing }
        if event.verb == .keyRevoked {
            guard let revoked = KeyDetails.revoked(details) else { throw .detailsForm }
            guard roles(of: signer).contains(.administer) else { throw .notAdministrator }
            members[revoked]?.isRevoked = true
            return
        }
        guard let (certificate, roles) = KeyDetails.added(details) else { throw .detailsForm }
        let isFounder = index == 0 && certificate.keyDigest == key && roles.contains(.administer)
        guard isFounder || self.roles(of: signer).contains(.administer) else { throw .notAdministrator }
        members[certificate.keyDigest] = Member(certificate: certificate, roles: roles, addedBy: key)
    }
}
