import Bytes
import Foundation
import TestSupport
import Testing

/// `exhibit import` as an officer types it.
struct ImportCommandTests {
    private let program: Program
    private static let chat = "13/10/2026, 2:01 pm - A: We know which bus you take.\n"

    init() throws {
        program = try Program()
        try program.initialise()
    }

    private func importing(_ arguments: String...) throws -> Tool.Outcome {
        try program.tool.run(
            ["import", "--passphrase-file", try program.passphraseFile()] + arguments,
            environment: program.environment, folder: program.home.path)
    }

    /// A ZIP file with these files, made by a tool of others.
    private func zip(_ name: String, _ files: [(String, String)]) throws -> String {
        let script =
            "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED)\n"
            + "for i in range(2,len(sys.argv),2): z.writestr(sys.argv[i],sys.argv[i+1])\nz.close()"
        let path = program.home.file(name)
        let outcome = try #require(Tool.named("python3")).run(
            ["-c", script, path] + files.flatMap { [$0.0, $0.1] })
        #expect(outcome.status == 0, "\(outcome.errors)")
        return path
    }

    @Test func aChatAsItWasReceivedIsSealedUnopenedAndRead() throws {
        let path = try zip(
            "WhatsApp Chat with A.zip", [("_chat.txt", Self.chat), ("photo.heic", "not read")])
        let outcome = try importing(
            path, "-o", "chat.wacz", "--received-from", "W/1", "--how", "on a stick", "--copy")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("in it _chat.txt: read as WhatsApp chat export: 1 post or message"))
        #expect(outcome.errors.contains("1 other file in it is kept, not read"))
        #expect(try program.run("verify", "chat.wacz").status == 0)
        let unzip = try #require(Tool.named("unzip"))
        let bundle = program.home.file("chat.wacz")
        let stated = try unzip.run("-p", bundle, "evidence/case.json").output
        #expect(try JSONReader.parse(stated)["stated"]?["handover"]?["receivedFrom"]?.string == "W/1")
        let lines = try unzip.run("-p", bundle, "evidence/posts.jsonl").output.split(separator: 0x0A).map(
            Array.init)
        if JSONSchema.isAvailable {
            #expect(try JSONSchema("case").errors(in: [stated]) == "")
            #expect(try JSONSchema("post").errors(in: lines) == "")
        }
        // Byte for byte.
        let extracted = try program.run("extract", "chat.wacz", "-o", "out", "--all")
        #expect(extracted.status == 0, "\(extracted.errors)")
        let original = try Data(contentsOf: URL(fileURLWithPath: path))
        let files = try FileManager.default.contentsOfDirectory(atPath: program.home.file("out"))
        #expect(
            files.contains {
                (try? Data(contentsOf: URL(fileURLWithPath: program.home.file("out/\($0)")))) == original
            })
        let posts = try program.run("posts", "chat.wacz")
        #expect(posts.text.contains("We know which bus you take."))
    }

    @Test func hostileNamesAndBombsAreRefusedBeforeAnythingIsWritten() throws {
        let names = try zip("names.zip", [("../../etc/passwd", "x")])
        let refused = try importing(names, "-o", "a.wacz")
        #expect(refused.status == 65)
        #expect(refused.isOneClearLine, "\(refused.errors)")
        let script =
            "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED)\n"
            + "f=z.open('_chat.txt','w',force_zip64=True)\nfor i in range(1100): f.write(bytes(1<<20))\nf.close(); z.close()"
        let bomb = program.home.file("bomb.zip")
        _ = try #require(Tool.named("python3")).run(["-c", script, bomb])
        let unfolded = try importing(bomb, "-o", "b.wacz")
        #expect(unfolded.status == 65)
        #expect(unfolded.errors.contains("would unfold to"))
        #expect(try program.bundles.isEmpty)
    }

    @Test func anArchiveOfAnotherMakerIsCheckedByItsOwnRules() throws {
        let warc = Array(
            "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:x:1>\r\nWARC-Date: 2026-10-04T08:00:00Z\r\nWARC-Target-URI: https://t.me/northgatewatch/77\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n"
                .utf8)
        let path = try program.home.write(warc, to: "other.warc")
        let outcome = try importing(path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.errors.contains(
                "other.warc: a web archive; checked by its own rules: keeps to its own rules"))
        #expect(try program.bundles == ["other.warc.wacz"])
    }

    @Test(.enabled(if: Package.hasShared, "needs other people's exports beside the project"))
    func everyExportIsReadAndSealed() throws {
        let folder = Package.shared + "/fixtures/exports/"
        for kind in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder + kind).sorted() {
                let bundle = "\(kind)-\(name).wacz"
                let outcome = try importing(folder + "\(kind)/\(name)", "-o", bundle)
                #expect(outcome.status == 0, "\(kind)/\(name): \(outcome.errors)")
                #expect(try program.run("verify", "--quiet", bundle).status == 0)
            }
        }
    }
}
