import Foundation
import TestSupport
import Testing

/// `pack`, `show`, `extract` and `recover`, run as programs.
@Suite struct BundleCommandsTests {
    private let program: Program

    init() throws {
        program = try Program()
        try program.initialise()
        try FileManager.default.createDirectory(
            atPath: program.home.file("in/sub"), withIntermediateDirectories: true)
        try program.home.write(Array("<p>Guten Tag</p>".utf8), to: "in/a page.html")
        try program.home.write([UInt8](repeating: 7, count: 100_000), to: "in/sub/b.bin")
    }

    @discardableResult
    private func pack(_ arguments: String...) throws -> Tool.Outcome {
        try Tool(path: Package.products + "/exhibit").run(
            ["pack"] + arguments + ["--passphrase-file", try program.passphraseFile()],
            environment: ["EXHIBIT_HOME": program.keyFolder], folder: program.home.path)
    }

    @Test func packedFolderIsIntactShownAndExtracted() throws {
        let packed = try pack("in", "-o", "out.wacz")
        #expect(packed.status == 0, "\(packed.errors)")
        #expect(packed.text == "out.wacz\n")
        let verified = try program.run("verify", "out.wacz")
        #expect(verified.status == 0, "\(verified.text)")

        let shown = try program.run("show", "out.wacz")
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.text.hasPrefix("INTACT (quick check): "))
        #expect(shown.text.contains("PC 1234 Jo Doe") && shown.text.contains("5: 1 warcinfo, 4 resource"))

        let page = try program.run("show", "out.wacz", "--html", "page.html")
        #expect(page.status == 0, "\(page.errors)")
        #expect(
            String(decoding: try program.home.read("page.html"), as: UTF8.self).hasPrefix("<!DOCTYPE html>"))

        let extracted = try program.run("extract", "out.wacz")
        #expect(extracted.status == 0, "\(extracted.errors)")
        #expect(extracted.text == "out-extracted\n")
        #expect(try program.home.read("out-extracted/000004-file.html") == Array("<p>Guten Tag</p>".utf8))
        #expect(try program.home.read("out-extracted/000005-file.bin").count == 100_000)
        let list = String(decoding: try program.home.read("out-extracted/list.tsv"), as: UTF8.self)
        #expect(
            list.contains("urn:exhibit:file:a%20page.html") && list.contains("urn:exhibit:file:sub/b.bin"))
    }

    @Test func nothingIsReplaced() throws {
        try pack("in", "-o", "out.wacz")
        let before = try program.home.read("out.wacz")
        for outcome in [
            try pack("in", "-o", "out.wacz"), try program.run("show", "out.wacz", "--html", "out.wacz"),
            try program.run("extract", "out.wacz", "-o", "in"),
        ] {
            #expect(outcome.status == 73)
            #expect(
                outcome.errors.split(separator: "\n").last?.hasPrefix("exhibit: ") == true,
                "\(outcome.errors)")
            #expect(outcome.errors.contains("file exists"), "\(outcome.errors)")
        }
        #expect(try program.home.read("out.wacz") == before)
    }

    @Test func packRefusesWhatIsNoFile() throws {
        let link = program.home.file("in/link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/etc/passwd")
        let linked = try pack("in", "-o", "out.wacz")
        #expect(
            linked.status == 66 && linked.isOneClearLine && linked.errors.contains("symbolic link"),
            "\(linked.errors)")
        try FileManager.default.removeItem(atPath: link)
        #expect(unsafe mkfifo(link, 0o600) == 0)
        let pipe = try pack("in", "-o", "out.wacz")
        #expect(
            pipe.status == 66 && pipe.isOneClearLine && pipe.errors.contains("neither a file"),
            "\(pipe.errors)")
        try FileManager.default.removeItem(atPath: link)
        let missing = try pack("nowhere", "-o", "out.wacz")
        #expect(missing.status == 66 && missing.isOneClearLine, "\(missing.errors)")
        let noFolder = try pack("in", "-o", "nowhere/out.wacz")
        #expect(noFolder.status == 73 && noFolder.isOneClearLine, "\(noFolder.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.home.file("out.wacz.partial")))
    }

    @Test func wrongOrMissingPassphraseIsOneLine() throws {
        let wrong = try program.run(
            "pack", "in", "-o", "out.wacz", "--passphrase-file",
            try program.passphraseFile("quite another passphrase"))
        #expect(wrong.status == 65)
        #expect(wrong.errors == "exhibit: wrong passphrase\n")
        let none = try program.run("pack", "in", "-o", "out.wacz")
        #expect(none.status == 64 && none.isOneClearLine, "\(none.errors)")
        let other = try Program()
        let noKey = try other.run("pack", program.home.file("in"), "-o", "out.wacz")
        #expect(noKey.status == 69 && noKey.isOneClearLine, "\(noKey.errors)")
        let descriptor = try Tool(path: "/bin/sh").run(
            "-c",
            "exec '\(Package.products)/exhibit' pack in -o out.wacz --passphrase-fd 3 3< '\(try program.passphraseFile())'",
            environment: ["EXHIBIT_HOME": program.keyFolder], folder: program.home.path)
        #expect(descriptor.status == 0, "\(descriptor.errors)")
    }

    @Test(arguments: [["show"], ["extract"], ["show", "--html", "x.html"]])
    func whatIsNoBundleIsToldInOneLine(command: [String]) throws {
        let exhibit = Tool(path: Package.products + "/exhibit")
        func run(_ file: String) throws -> Tool.Outcome {
            try exhibit.run(
                command + [file], environment: ["EXHIBIT_HOME": program.keyFolder], folder: program.home.path)
        }
        try program.home.write(Array("no bundle".utf8), to: "text")
        try program.home.write([], to: "empty")
        for (file, status) in [
            ("nowhere", Int32(66)), ("in", 66), ("text", 65), ("empty", 65), ("/dev/null", 66),
        ] {
            let outcome = try run(file)
            #expect(
                outcome.status == status && outcome.isOneClearLine,
                "\(file): \(outcome.status) \(outcome.errors)")
        }
        let unknown = try exhibit.run(command + ["--no-such", "text"])
        #expect(unknown.status == 64)
    }

    @Test func changedBundleIsShownWithAWarningFirst() throws {
        try pack("in", "-o", "out.wacz")
        var bytes = try program.home.read("out.wacz")
        bytes[100] ^= 1
        try program.home.write(bytes, to: "changed.wacz")
        let shown = try program.run("show", "changed.wacz")
        #expect(shown.status == 0)
        #expect(shown.text.hasPrefix("NOT AS SEALED (quick check): "))
        #expect(shown.text.contains("which may have been changed"))
        let extracted = try program.run("extract", "changed.wacz")
        #expect(extracted.errors.hasPrefix("NOT AS SEALED (quick check): "))
    }

    @Test func recoverTellsWhatIsThere() throws {
        let passphrase = try program.passphraseFile()
        let missing = try program.run("recover", "nowhere.wacz.partial", "--passphrase-file", passphrase)
        #expect(missing.status == 66 && missing.isOneClearLine, "\(missing.errors)")
        try pack("in", "-o", "out.wacz")
        let sealed = try program.run("recover", "out.wacz.partial", "--passphrase-file", passphrase)
        #expect(sealed.status == 0 && sealed.errors == "out.wacz: is sealed already\n", "\(sealed.errors)")
        try program.home.write([], to: "new.wacz.partial")
        let nothing = try program.run("recover", "new.wacz.partial", "--passphrase-file", passphrase)
        #expect(nothing.status == 66 && nothing.isOneClearLine, "\(nothing.errors)")
        #expect(
            nothing.errors.contains("nothing had begun")
                && nothing.errors.contains("may be deleted: new.wacz.partial"))
    }

    @Test(.enabled(if: Strace.isAvailable, "needs strace")) func killedPackIsRecovered() throws {
        let passphrase = try program.passphraseFile()
        let killed = try Strace.run(
            Tool(path: Package.products + "/exhibit"),
            [
                "pack", program.home.file("in"), "-o", program.home.file("out.wacz"), "--passphrase-file",
                passphrase,
            ],
            "renameat2:signal=KILL:when=1", environment: ["EXHIBIT_HOME": program.keyFolder])
        #expect(killed.status != 0)
        let again = try pack("in", "-o", "out.wacz")
        #expect(again.status == 73 && again.errors.contains("exhibit recover"), "\(again.errors)")
        let recovered = try program.run("recover", "out.wacz.partial", "--passphrase-file", passphrase)
        #expect(recovered.status == 0 && recovered.text == "out.wacz\n", "\(recovered.errors)")
        #expect(try program.run("verify", "out.wacz").status == 0)
        #expect(try program.run("show", "out.wacz").text.contains("Outcome    partial: "))
        let left = try FileManager.default.contentsOfDirectory(atPath: program.home.path)
        #expect(!left.contains { $0.contains(".partial") })
    }

    private static let canMount = geteuid() == 0 && Tool.named("mount") != nil && Tool.named("umount") != nil

    @Test(.enabled(if: canMount, "needs root, to mount a small file system"))
    func fullDiskLosesNothing() throws {
        let disk = program.home.file("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let mounted = try #require(Tool.named("mount")).run("-t", "tmpfs", "-o", "size=96k", "none", disk)
        try #require(mounted.status == 0, "\(mounted.errors)")
        defer { _ = try? Tool.named("umount")?.run(disk) }
        for number in 0..<8 {
            let noise = (0..<20_000).map { _ in UInt8.random(in: .min ... .max) }
            try program.home.write(noise, to: "in/noise-\(number).bin")
        }
        let full = try pack("in", "-o", "disk/out.wacz")
        #expect(full.status == 74 && full.isOneClearLine, "\(full.errors)")
        #expect(
            full.errors.contains("no space left on device")
                && full.errors.contains("exhibit recover disk/out.wacz.partial"))
        // No room for the index either; what is there stays for a place with more room.
        let stillFull = try program.run(
            "recover", "disk/out.wacz.partial", "--passphrase-file", try program.passphraseFile())
        #expect(stillFull.status == 74 || stillFull.status == 0, "\(stillFull.errors)")
        var folder = "disk"
        if stillFull.status != 0 {
            for name in ["out.wacz.partial", "out.wacz.partial.journal"] {
                try FileManager.default.moveItem(atPath: disk + "/" + name, toPath: program.home.file(name))
            }
            folder = "."
            let recovered = try program.run(
                "recover", "out.wacz.partial", "--passphrase-file", try program.passphraseFile())
            #expect(recovered.status == 0, "\(recovered.errors)")
        }
        let verified = try program.run("verify", folder + "/out.wacz")
        #expect(verified.status == 0, "\(verified.text)")
        #expect(verified.text.contains("partial: "))
    }

    /// Whether this is root, and somebody without rights can run the program where it lies.
    private static let canDropRights: Bool = {
        guard geteuid() == 0, let setpriv = Tool.named("setpriv") else { return false }
        let outcome = try? setpriv.run(nobody + [Package.products + "/exhibit", "--version"])
        return outcome?.status == 0
    }()
    private static let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]

    @Test(.enabled(if: canDropRights, "needs root, to become somebody without rights"))
    func missingRightsAreToldInOneLine() throws {
        try pack("in", "-o", "out.wacz")
        let setpriv = try #require(Tool.named("setpriv"))
        func asNobody(_ arguments: String...) throws -> Tool.Outcome {
            try setpriv.run(
                Self.nobody + [Package.products + "/exhibit"] + arguments,
                environment: ["EXHIBIT_HOME": program.home.file("nobodys")], folder: program.home.path)
        }
        let unread = try asNobody("show", "out.wacz")
        #expect(unread.status == 66 && unread.isOneClearLine, "\(unread.errors)")
        #expect(unread.errors.contains("permission denied"))
        let uncreated = try asNobody(
            "init", "--name", "A", "--force", "B", "--passphrase-file", try program.passphraseFile())
        #expect(uncreated.status == 66 || uncreated.status == 73)
        #expect(uncreated.isOneClearLine, "\(uncreated.errors)")
    }
}
