public import Capture
import Evidence
import Hashing
import Messages
public import Sealing
import Signing
import Wire

/// Makes real captures of loopback servers, with a key of its own.
public struct CaptureMaker: Sendable {
    public let officer: OfficerIdentity
    public let authority: TestAuthority
    public let folder: TemporaryFolder

    public init(officer: OfficerIdentity) throws {
        folder = try TemporaryFolder()
        authority = try TestAuthority()
        self.officer = officer
    }

    public init() throws {
        let key = try SigningKey.generateP256()
        try self.init(
            officer: OfficerIdentity(
                key: key,
                certificate: try CertificateIssue.make(
                    .officer, key: key, commonName: "PC 1234 Jo Doe", organization: "Example Police",
                    from: SealingClock.system.now(), days: 3650)))
    }

    /// A request for an address on a loopback server at this port, whatever host it names.
    public func request(_ target: String, port: Int, name: String = "bundle.wacz") throws -> CaptureRequest {
        guard var request = CaptureRequest(target: target, path: folder.file(name)),
            let fixed = NameResolver.Fixed("\(request.address.host)=127.0.0.1:\(port)")
        else { throw NotAnAddress() }
        request.engine = .fetch
        request.fixedNames = [fixed]
        request.upstreamTrust = [authority.certificate]
        request.timeLimitSeconds = 20
        return request
    }

    private struct NotAnAddress: Error {}

    public func capture(_ request: CaptureRequest, control: CaptureControl = CaptureControl()) throws
        -> CaptureReport
    {
        try CaptureRun(request, by: officer, clock: .system, control: control) { _ in }.run()
    }
}
