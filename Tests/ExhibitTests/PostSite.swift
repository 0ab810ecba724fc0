import Demo
import Evidence
import Foundation
import Hashing
import TestSupport

/// The demonstration's post site, with the options that lead a capture to it.
struct PostSite {
    let site: DemoSite
    private let authorityFile: String

    init(_ program: Program) throws {
        site = try DemoSite.start(at: SealingClock.system.now())
        authorityFile = try program.home.write(CertificatePEM.encode(site.authority), to: "authority.pem")
    }

    /// For `exhibit capture`.
    var options: [String] {
        ["--resolve", "\(DemoSite.host)=127.0.0.1:\(site.port)", "--upstream-trust", authorityFile]
    }
}

extension Program {
    /// The built program and what it needs to run with this home.
    var tool: Tool { Tool(path: Package.products + "/exhibit") }

    var environment: [String: String] { ["EXHIBIT_HOME": keyFolder] }

    /// `exhibit capture` with the key's passphrase.
    func capture(_ arguments: [String], under wrapper: [String] = []) throws -> Tool.Outcome {
        let all =
            [tool.path, "capture", "--passphrase-file", try passphraseFile()] + arguments
        let line = wrapper + all
        return try Tool(path: line[0]).run(
            Array(line.dropFirst()), environment: environment, folder: home.path)
    }

    /// The names of the bundles in the home.
    var bundles: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: home.path).filter { $0.hasSuffix(".wacz") }
        }
    }
}
