import Foundation
import Hashing
import Sealing
import TestSupport

/// `exhibit-verify` as a user runs it, in a folder of its own and without a trust list.
struct VerifyProgram {
    let folder: TemporaryFolder
    let maker: SmallBundle

    init() throws {
        folder = try TemporaryFolder()
        maker = try SmallBundle()
        try folder.write(CertificatePEM.encode(maker.officer.certificate), to: "officer.pem")
    }

    /// The digest of the officer's key.
    var key: String { maker.officer.certificate.keyDigest.text }

    private var tool: Tool { Tool(path: Package.products + "/exhibit-verify") }

    func run(_ arguments: [String]) throws -> Tool.Outcome {
        try tool.run(
            arguments, environment: ["EXHIBIT_HOME": folder.file("home")], folder: folder.path)
    }

    func run(_ arguments: String...) throws -> Tool.Outcome { try run(arguments) }

    /// Runs a line of shell in the folder, where `$V` is the program.
    func shell(_ line: String) throws -> Tool.Outcome {
        try Tool(path: "/bin/bash").run(
            ["-c", line], environment: ["EXHIBIT_HOME": folder.file("home"), "V": tool.path],
            folder: folder.path)
    }

    /// A draft that keeps to the format: an exchange that is a page, and its text.
    func draft(_ maker: SmallBundle? = nil) throws -> BundleDraft {
        var draft = try BundleDraft(maker ?? self.maker)
        try draft.addExchange("https://example.org/post/1", isPage: true)
        try draft.add(
            "urn:text:https://example.org/post/1", type: "text/plain; charset=utf-8", "Guten Tag")
        draft.countRecords()
        return draft
    }
}
