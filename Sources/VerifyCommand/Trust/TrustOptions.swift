public import ArgumentParser
import Bytes
import Files
import Hashing
import Storage
public import Verifier

/// What whoever verifies gives to be trusted; nothing of it ever comes from a bundle.
public struct TrustOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Authorities that you trust; a self-signed certificate is trusted itself.",
            valueName: "ROOTS.pem"))
    var trust: [String] = []
    @Option(
        help: ArgumentHelp(
            "Timestamp authorities that you trust.", valueName: "ROOTS.pem"))
    var tsaTrust: [String] = []
    @Option(
        help: ArgumentHelp(
            "Authorities of servers that you trust, as /etc/ssl/certs/ca-certificates.crt.",
            valueName: "ROOTS.pem"))
    var serverTrust: [String] = []
    @Option(
        help: ArgumentHelp(
            "Certificate transparency logs that you trust, a list in the form of OpenSSL's ct_log_list.cnf.",
            valueName: "FILE"))
    var ctLogs: String?
    @Option(help: ArgumentHelp("A key that you trust, as the report shows it.", valueName: "sha256:…"))
    var key: [String] = []
    @Option(help: ArgumentHelp("A certificate that you trust.", valueName: "sha256:…"))
    var cert: [String] = []
    @Option(
        help: ArgumentHelp(
            "The time for which certificates are checked, as 2026-11-23T14:32:05Z.", valueName: "TIME"))
    var at: String?

    public init() {}

    /// The options and this user's trust list. What cannot be read ends the command: a check against less trust than was
    /// given would mislead.
    public func anchors() throws -> TrustAnchors {
        var anchors = TrustAnchors()
        for path in trust {
            anchors.roots += try readable(path) { try CertificatePEM.decode($0) }
        }
        for path in tsaTrust {
            anchors.timestampRoots += try readable(path) { try CertificatePEM.decode($0) }
        }
        for path in serverTrust {
            anchors.serverRoots += try readable(path) { try CertificatePEM.decode($0) }
        }
        if let ctLogs {
            anchors.logs = try readable(ctLogs) { _ in try TransparencyLogs.reading(ctLogs) }
        }
        anchors.keys = Set(try key.map { try digest($0, of: "--key") })
        anchors.certificates = Set(try cert.map { try digest($0, of: "--cert") })
        if let at {
            guard let time = Timestamp(at) else {
                throw ValidationError("--at: must be a time like 2026-11-23T14:32:05Z")
            }
            anchors.at = time
        }
        if let path = TrustFile.path(), Folder.exists(path) {
            anchors.add(try readable(path) { try TrustList.parse($0) })
        }
        return anchors
    }
}
