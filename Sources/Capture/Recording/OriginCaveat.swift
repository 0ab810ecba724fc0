import Bytes
import Evidence
import Wire

/// What a connection's chain of certificates leaves open (bundle format, BUNDLE section "Origin").
enum OriginCaveat {
    static func of(_ connection: ConnectionRecord) -> Caveat? {
        let host = SafeText.escaped(connection.host)
        if let problem = connection.certificateProblem, connection.failureText == nil {
            return Caveat(
                code: "certificate-invalid",
                text:
                    "the certificate of \(host) does not verify (\(SafeText.escaped(problem))), and it was talked to all the same"
            )
        }
        switch connection.anchorSource {
        case .local:
            return Caveat(
                code: "origin-intercepted-possible",
                text:
                    "the certificate of \(host) leads to an authority that was added on this machine or network, as for inspection of TLS: what was recorded may come from there, and not from the server"
            )
        case .public where connection.timestampCount == 0:
            return Caveat(
                code: "origin-intercepted-possible",
                text:
                    "the certificate of \(host) came without a public log's timestamp, which every public server's has today"
            )
        default: return nil
        }
    }
}
