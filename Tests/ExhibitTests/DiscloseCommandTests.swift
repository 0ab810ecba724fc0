import Bytes
import Demo
import Evidence
import Foundation
import Hashing
import TestSupport
import Testing

/// `exhibit disclose` as a disclosure officer types it, on a real capture.
struct DiscloseCommandTests {
    @Test func aPartIsMadeShownAndVerified() throws {
        let program = try Program()
        try program.initialise()
        let post = try PostSite(program)
        #expect(
            try program.capture(
                ["--engine", "fetch", "-o", "post.wacz", "--note", "seen at ten"] + post.options
                    + [DemoSite.address]
            ).status == 0)
        let list = try program.run("disclose", "post.wacz", "--list")
        #expect(
            list.status == 0 && list.text.contains("\tpage\t") && list.text.contains("post 1\t"),
            "\(list.errors)")
        let page = try #require(list.text.split(separator: "\n").first { $0.contains("\tpage\t") })
        let number = String(page.prefix { $0 != "\t" })

        let refused = try program.run(
            "disclose", "post.wacz", "--withhold", "999", "--reason", "victim", "-o", "x.wacz")
        #expect(refused.status == 65 && refused.isOneClearLine, "\(refused.errors)")
        #expect(try program.run("disclose", "post.wacz", "--withhold", number, "-o", "x.wacz").status == 64)
        let preview = try program.run(
            "disclose", "post.wacz", "--withhold", number, "--reason", "victim", "--preview")
        #expect(preview.status == 0 && preview.errors.contains("told all the same:"))
        #expect(try program.bundles == ["post.wacz"])

        let made = try program.run(
            "disclose", "post.wacz", "--withhold", BundlePath.note, "--withhold", number, "--reason",
            "victim", "--why",
            "The school is named.", "-o", "part.wacz", "--passphrase-file", try program.passphraseFile())
        #expect(made.status == 0 && made.text.hasPrefix("in part withheld: "), "\(made.errors)")

        let verified = try program.run("verify", "part.wacz")
        #expect(verified.text.hasPrefix("INTACT, IN PART WITHHELD ("), "\(verified.text)")
        #expect(verified.text.contains("In the words of who withheld it: The school is named."))
        let shown = try program.run("show", "part.wacz")
        #expect(shown.status == 0 && shown.text.contains("Withheld"), "\(shown.errors)")
        #expect(try program.run("show", "part.wacz", "--html", "part.html").status == 0)
        #expect(
            String(decoding: try program.home.read("part.html"), as: UTF8.self).contains(
                "<dt>Withheld</dt><dd>"))
        #expect(try program.run("extract", "part.wacz", "-o", "out").status == 0)
        #expect(try program.run("posts", "part.wacz").status == 0)
        let custody = try program.run("custody", "show", "post.wacz")
        #expect(custody.text.contains("withheld"), "\(custody.text)")
        #expect(try program.run("custody", "show", "part.wacz").text.contains("disclosed"))
        let again = try program.run(
            "disclose", "part.wacz", "--withhold", "4", "--reason", "victim", "-o", "again.wacz")
        #expect(again.status == 65 && again.isOneClearLine)

        if JSONSchema.isAvailable {
            let parts = try ContainerParts(program.home.read("part.wacz"))
            let derivation = try #require(parts[BundlePath.derivation.content])
            #expect(try JSONSchema("derivation").errors(in: [derivation]) == "")
            let withheld = (parts[BundlePath.records] ?? []).split(separator: 0x0A).map(Array.init).filter {
                WithheldLine.isMeant(by: $0[...])
            }
            #expect(!withheld.isEmpty)
            #expect(try JSONSchema("withheld-line").errors(in: withheld) == "")
            let verdict = try program.run("verify", "--json", "part.wacz")
            #expect(try JSONSchema("verdict").errors(in: [verdict.output]) == "")
        }
    }

    @Test func anAuthorityTellsWhenThePartWasSigned() throws {
        let program = try Program()
        try program.initialise()
        let post = try PostSite(program)
        #expect(
            try program.capture(
                ["--engine", "fetch", "-o", "post.wacz", "--note", "seen"] + post.options
                    + [DemoSite.address]
            ).status == 0)
        let authority = try TestTimestampAuthority()
        let url = try authority.start()
        try program.home.write(CertificatePEM.encode(authority.root.certificate), to: "tsa.pem")
        let made = try program.run(
            "disclose", "post.wacz", "--withhold", BundlePath.note, "--reason", "privacy", "--tsa", url,
            "-o", "part.wacz", "--passphrase-file", try program.passphraseFile())
        #expect(made.status == 0, "\(made.errors)")
        let verified = try program.run("verify", "part.wacz", "--tsa-trust", "tsa.pem")
        #expect(verified.text.contains("Test time"), "\(verified.text)")
    }
}
