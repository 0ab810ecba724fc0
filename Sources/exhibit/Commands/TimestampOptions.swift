import ArgumentParser
import Bytes
import Hashing
import Messages
import Timestamping

/// Timestamp authorities as a command line names them.
enum TimestampOptions {
    static func authorities(_ addresses: [String], policy: String?, anchors: [Certificate]) throws
        -> [TimestampAuthority]
    {
        let policy = try policy.map { text in
            guard let identifier = ObjectIdentifier.contents(of: text) else {
                throw ValidationError("--tsa-policy: must be like 1.3.6.1.4.1.4146.2.3")
            }
            return identifier
        }
        return try addresses.map { text in
            guard let address = HTTPAddress(text) else {
                throw ValidationError("--tsa: \(SafeText.escaped(text)) must be an http or https address")
            }
            var authority = TimestampAuthority(address)
            authority.policy = policy
            authority.anchors = anchors
            return authority
        }
    }

    /// What a person is told of a token that was had.
    static func line(_ token: TimestampToken) -> String {
        "  timestamp: \(token.info.time.text), by \(SafeText.escaped(token.signer.holder))"
    }
}
