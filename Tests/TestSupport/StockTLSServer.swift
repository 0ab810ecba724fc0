import Foundation
public import Hashing

/// `openssl s_server` on loopback: another TLS stack's settings, real handshakes of every kind.
public final class StockTLSServer: @unchecked Sendable {
    // Invariant of Sendable: written in `init` only.
    public let port: Int
    private let process = Process()
    private let folder: TemporaryFolder

    /// Serves a small page with this subject's certificate; `options` are those of `openssl s_server`.
    public init(
        _ subject: OpenSSLAuthority.Subject, chain: [Certificate] = [], options: [String] = []
    ) throws {
        guard let openssl = Tool.named("openssl") else { throw OpenSSLFailure(text: "no openssl") }
        folder = try TemporaryFolder()
        try folder.write(CertificatePEM.encode(subject.certificate), to: "leaf.pem")
        try folder.write(subject.keyPEM, to: "leaf.key")
        try folder.write([], to: "out")
        var arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", folder.file("leaf.pem"), "-key",
            folder.file("leaf.key"),
        ]
        if !chain.isEmpty {
            try folder.write(chain.flatMap { CertificatePEM.encode($0) }, to: "chain.pem")
            arguments += ["-cert_chain", folder.file("chain.pem")]
        }
        process.executableURL = URL(fileURLWithPath: openssl.path)
        process.arguments = arguments + options
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: folder.file("out"))
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It tells its port when it listens; a program that ended tells nothing.
        var found: Int?
        while found == nil, process.isRunning {
            let text = String(decoding: try folder.read("out"), as: UTF8.self)
            let line = text.split(separator: "\n").first { $0.hasPrefix("ACCEPT") && text.hasSuffix("\n") }
            found = line?.split(separator: ":").last.flatMap { Int($0) }
            if found == nil { usleep(10_000) }
        }
        guard let found else { throw OpenSSLFailure(text: "openssl s_server ended at once") }
        port = found
    }

    public func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit { if process.isRunning { stop() } }
}
