import Bytes
import Evidence
import Glibc
import Hashing
import Messages
import Timestamping

/// The timestamps of one capture: the one before it, and those over its signature.
struct CaptureTime: Sendable {
    private let authorities: TimestampAuthorities
    private let clock: SealingClock

    /// A clock that an authority contradicts by more than this is not waited for.
    private static let longestWaitSeconds: Int64 = 10

    init(_ asked: [TimestampAuthority], clock: SealingClock, failed: @escaping @Sendable (String) -> Void) {
        self.clock = clock
        authorities = TimestampAuthorities(asked, clock: clock) { authority, error in
            failed("\(SafeText.escaped(authority.address.text)) gave no timestamp: \(error)")
        }
    }

    /// A token for the bracket of a bundle; nil when none could be had. Not asked when no authority was named.
    ///
    /// Waits where this machine's clock is a little behind: the capture must not begin before its own bracket.
    func bracket(for bundle: RandomUUID, packaging: SHA256Digest) -> TimestampToken? {
        let text = Bracket.imprinted(bundle: bundle, packaging: packaging)
        guard let token = authorities.firstToken(over: text) else { return nil }
        return wait(until: token.info.earliest.seconds) ? token : nil
    }

    /// The tokens over a signature value, of those authorities for which the capture had ended when they gave them.
    func tokens(over signatureValue: [UInt8], ended: Timestamp) -> [TimestampToken] {
        let tokens = authorities.tokens(over: signatureValue)
        guard let behind = tokens.map({ ended.seconds - $0.info.latest.seconds }).max(), behind > 0 else {
            return tokens
        }
        // This machine's clock is ahead: when it is asked again a little later, the authority's has caught up.
        guard wait(until: clock.now().seconds + behind) else { return tokens.filter { !isEarly($0, ended) } }
        return authorities.tokens(over: signatureValue).filter { !isEarly($0, ended) }
    }

    private func isEarly(_ token: TimestampToken, _ ended: Timestamp) -> Bool {
        token.info.latest.seconds < ended.seconds
    }

    private func wait(until second: Int64) -> Bool {
        let seconds = second - clock.now().seconds
        guard seconds <= Self.longestWaitSeconds else { return false }
        if seconds > 0 { sleep(UInt32(seconds)) }
        return true
    }
}
