import Foundation
import TestSupport
import Testing

/// How the command behaves: statuses, bad input, several files, closed and full outputs.
@Suite struct CommandTests {
    private let program: VerifyProgram

    init() throws {
        program = try VerifyProgram()
        let bundle = try program.draft().sealed()
        try program.folder.write(bundle, to: "good.wacz")
        var bad = bundle
        bad[700] ^= 1
        try program.folder.write(bad, to: "bad.wacz")
    }

    @Test func theWorstOfSeveralFilesIsTheStatus() throws {
        #expect(try program.run("--trust", "officer.pem", "good.wacz", "good.wacz").status == 0)
        #expect(try program.run("--trust", "officer.pem", "good.wacz", "none.wacz").status == 2)
        let outcome = try program.run("--trust", "officer.pem", "none.wacz", "bad.wacz", "good.wacz")
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("INTACT  good.wacz"))
        #expect(outcome.text.contains("NOT AS SEALED (altered)  bad.wacz"))
        #expect(outcome.text.contains("CANNOT BE VERIFIED  none.wacz"))
    }

    @Test func quietPrintsNothingAndHasTheSameStatus() throws {
        for (file, status) in [("good.wacz", 0 as Int32), ("bad.wacz", 1), ("none.wacz", 2)] {
            let outcome = try program.run("--quiet", "--trust", "officer.pem", file)
            #expect(outcome.status == status)
            #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
        }
    }

    @Test func whatCannotBeReadIsAVerdictAndNoHang() throws {
        let outcome = try program.shell(
            """
            mkdir folder; mkfifo pipe; : > empty; truncate -s 1T sparse; ln -s none link
            printf 'PK\\003\\004' > begins; truncate -s 1G begins
            timeout 20 "$V" folder pipe sparse link /dev/zero /dev/null
            """)
        #expect(outcome.status == 2, "\(outcome.text)")
        #expect(outcome.text.contains("CANNOT BE VERIFIED  folder"))
        #expect(outcome.text.contains("This folder is no BagIt bag"))
        #expect(outcome.text.contains("it is not an ordinary file"))
        #expect(try program.run("empty").status == 1, "an empty copy is an incomplete one")
        #expect(try program.run("begins").status == 1, "a ZIP file without its end is an incomplete one")
    }

    @Test func takesAKeysDigestAsItIsPrinted() throws {
        let bare = program.key.dropFirst("sha256:".count).uppercased()
        var groups = ""
        for (place, digit) in bare.enumerated() {
            groups += (place > 0 && place % 8 == 0 ? " " : "") + "\(digit)"
        }
        for key in [program.key, bare, groups] {
            #expect(try program.run("--key", key, "good.wacz").status == 0, "\(key)")
        }
        #expect(try program.run("--key", String(bare.dropLast()), "good.wacz").status == 64)
    }

    @Test func tellsItsOwnPageFromAnother() throws {
        let page = try String(
            contentsOfFile: Package.root + "/Sources/Reporting/Resources/verify.html", encoding: .utf8)
        let swapped = page.replacing("not as sealed", with: "is  as sealed")
        #expect(swapped != page)
        try program.folder.write(Array(page.utf8), to: "verify.html")
        try program.folder.write(Array(swapped.utf8), to: "swapped.html")
        try program.folder.write(Array(page.utf8) + [0x0A], to: "longer.html")
        let outcome = try program.run("verify.html")
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("This is the page verify.html of exhibit"))
        for name in ["swapped.html", "longer.html"] {
            let outcome = try program.run("--json", name)
            #expect(outcome.status == 2)
            #expect(outcome.text.contains("\"page.unknown\""))
        }
        #expect(try program.run("--explain", "page.unknown").status == 0)
        // What is a container too is judged as one, whatever it begins with.
        try program.folder.write(
            Array("<!DOCTYPE html>".utf8) + program.draft().sealed(), to: "both.html")
        let both = try program.run("both.html")
        #expect(both.status == 1, "\(both.text)")
    }

    @Test(.enabled(if: getuid() == 0, "needs root, to become a user without rights"))
    func aFileWithoutPermissionIsAVerdict() throws {
        let outcome = try program.shell(
            """
            chmod 755 .; chmod 600 good.wacz
            setpriv --reuid=65534 --regid=65534 --clear-groups "$V" good.wacz
            """)
        #expect(outcome.status == 2)
        #expect(outcome.text.contains("permission denied"))
    }

    @Test func aWrongCommandLineIs64() throws {
        for arguments in [
            ["--unknown", "good.wacz"], [], ["--at", "yesterday", "good.wacz"],
            ["--key", "abc", "good.wacz"],
            ["--cert", "sha256:ABC", "good.wacz"],
        ] {
            let outcome = try program.run(arguments)
            #expect(outcome.status == 64, "\(arguments)")
            #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
        }
    }

    @Test func aTrustFileThatCannotBeReadEndsTheCommand() throws {
        let missing = try program.run("--trust", "none.pem", "good.wacz")
        #expect(missing.status == 66)
        #expect(missing.errors == "none.pem: cannot open: no such file or directory\n")
        #expect(try program.run("--trust", "good.wacz", "good.wacz").status == 65)
        try program.shell("mkdir home; echo nonsense > home/trust").expectSuccess()
        let list = try program.run("good.wacz")
        #expect(list.status == 65)
        #expect(list.errors.contains("home/trust: line 1"))
    }

    @Test func theTrustListIsRead() throws {
        try program.shell("mkdir home; echo '\(program.key) key Jo Doe' > home/trust").expectSuccess()
        #expect(try program.run("good.wacz").status == 0)
    }

    @Test func closedAndFullOutputsNeverBecomeAVerdict() throws {
        #expect(try program.shell(#""$V" --trust officer.pem good.wacz >&-"#).status == 0)
        #expect(try program.shell(#""$V" --trust officer.pem good.wacz <&- >&- 2>&-"#).status == 0)
        #expect(try program.shell(#""$V" --trust officer.pem bad.wacz <&- >&- 2>&-"#).status == 1)
        let full = try program.shell(#""$V" --trust officer.pem good.wacz > /dev/full"#)
        #expect(full.status == 74)
        #expect(full.errors.contains("no space left on device"))
        // The reader is gone before the report is written.
        let pipe = try program.shell(
            """
            mkfifo gate
            { read -r _ < gate; "$V" --trust officer.pem bad.wacz; echo "$?" >&2; } | { exec <&-; echo go > gate; }
            """)
        #expect(pipe.errors == "1\n")
    }

    @Test func aHostileNameIsEscaped() throws {
        let outcome = try program.shell(
            #"n=$'\e[2J\nINTACT'; cp bad.wacz "$n"; "$V" "$n"; "$V" --json "$n""#)
        #expect(!outcome.output.contains(0x1B))
        #expect(!outcome.text.contains("\nINTACT"))
    }

    @Test func tellsItsVersion() throws {
        let outcome = try program.run("--version")
        #expect(outcome.status == 0)
        #expect(outcome.text.hasPrefix("exhibit-verify 0."))
    }

    @Test(.enabled(if: Tool.named("strace") != nil, "needs strace"))
    func aCrashIsNoVerdict() throws {
        for fault in ["ILL", "SEGV", "BUS", "ABRT"] {
            let outcome = try program.shell(
                #"strace -f -qq -o /dev/null -e trace=pread64 -e inject=pread64:signal=\#(fault):when=3+ "$V" good.wacz"#
            )
            #expect(outcome.status == 70, "\(fault): \(outcome.errors)")
            #expect(outcome.errors.contains("this program has a fault"))
            #expect(outcome.output.isEmpty)
        }
    }
}

extension Tool.Outcome {
    fileprivate func expectSuccess() { #expect(status == 0, "\(errors)") }
}
