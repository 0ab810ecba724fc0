public import ArgumentParser
import Bytes
import Evidence
import Files
import Glibc
import Hashing
import Verifier

/// The command line of verification, which `exhibit-verify` and `exhibit verify` share.
public struct Verify: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check whether bundles are as they were sealed, and by whom.",
        discussion: """
            Status 0: intact. 1: not as sealed. 2: cannot be verified, for example because nothing that you gave ties \
            the signer's key to a person. Of several files the worst counts. No network is used.
            """)

    @Argument(help: "Bundles to check.") var files: [String]
    @Option(help: ArgumentHelp("Authorities that you trust.", valueName: "ROOTS.pem")) var trust: [String] =
        []
    @Option(help: ArgumentHelp("A key that you trust, as the report shows it.", valueName: "sha256:…"))
    var key: [String] = []
    @Option(help: ArgumentHelp("A certificate that you trust.", valueName: "sha256:…")) var cert: [String] =
        []
    @Option(
        help: ArgumentHelp(
            "The time for which certificates are checked, as 2026-11-23T14:32:05Z.", valueName: "TIME"))
    var at: String?
    @Flag(help: "Count a bundle without a timestamp by an authority as one that cannot be verified.")
    var requireTime = false
    @Flag(help: "Check container, signatures and digests only.") var quick = false
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing; the status tells.") var quiet = false

    public init() {}

    public func run() throws {
        let options = VerifyOptions(anchors: try anchors(), quick: quick, requireTime: requireTime)
        var statuses: [Verdict.Status] = []
        var objects: [JSONValue] = []
        for file in files {
            let progress = ProgressLine.forTerminal(isQuiet: quiet || json)
            let verdict: Verdict
            do {
                verdict = try BundleVerifier.verify(path: file, options: options) {
                    progress?.show($0, of: $1)
                }
            } catch {
                verdict = Verdict.decide(
                    [
                        Finding(
                            "container.unreadable", .foreign, .container,
                            "This file cannot be read: \(error.cause).")
                    ],
                    subject: Verdict.Subject())
            }
            progress?.clear()
            statuses.append(verdict.status)
            if json {
                objects.append(VerdictJSON.object(verdict, name: file))
            } else if !quiet {
                if statuses.count > 1 { Output.write("\n") }
                Output.write(VerdictText.report(verdict, name: file))
            }
        }
        if json {
            let report: JSONValue = ["files": .array(objects), "format": "exhibit-verdicts/1"]
            Output.write(String(decoding: report.serialized(), as: UTF8.self) + "\n")
        }
        throw ExitCode(Verdict.worst(statuses).rawValue)
    }

    private func anchors() throws -> TrustAnchors {
        var anchors = TrustAnchors()
        for path in trust {
            do {
                anchors.roots += try CertificatePEM.decode(try WholeFile.read(path, maximumBytes: 16 << 20))
            } catch {
                throw ValidationError("\(path): \(error)")
            }
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
            do {
                anchors.add(try TrustList.parse(try WholeFile.read(path, maximumBytes: 1 << 20)))
            } catch {
                throw ValidationError("\(path): \(error)")
            }
        }
        return anchors
    }

    private func digest(_ text: String, of option: String) throws -> SHA256Digest {
        guard let digest = SHA256Digest(text: text) else {
            throw ValidationError("\(option): must be sha256: and 64 hexadecimal digits in lower case")
        }
        return digest
    }
}
