import Bytes
import Files
import Glibc
import Hashing
import Storage
import TestSupport
import Testing
import Threads

@testable import Browser

@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct LaunchTests {
    @Test func runsShutInAndWithoutRights() async throws {
        try await Pages.with(["/post": .page("<title>P</title>post")]) { pages in
            let recorder = VisitRecorder()
            let browser = pages.browser
            recorder.onProgress = { words in
                guard words == "taking the first picture" else { return }
                let renderers = Processes.renderers(of: browser.processNumber)
                #expect(!renderers.isEmpty)
                for number in renderers {
                    #expect(ProcessEntry.status(number, "Seccomp") == "2")
                    #expect(ProcessEntry.status(number, "NoNewPrivs") == "1")
                    #expect(ProcessEntry.status(number, "NSpid")?.split(separator: " ").count ?? 0 > 1)
                }
                for number in Processes.family(of: browser.processNumber) {
                    let user = BrowserAccount.current.user
                    #expect(ProcessEntry.status(number, "Uid") == "\(user) \(user) \(user) \(user)")
                    if getuid() == 0 { #expect(ProcessEntry.status(number, "Groups") == "") }
                    #expect(!ProcessEntry.commandLine(number).contains("--no-sandbox"))
                }
            }
            let (result, _) = pages.visit("/post", recorder: recorder)
            #expect(result.facts["sandbox"]?["seccomp"]?.integer == 2)
            #expect(result.facts["userAgent"]?.string?.contains("Headless") == false)
        }
    }

    @Test func leavesNothingBehind() async throws {
        try await BrowserGate.use {
            // Short, for the socket of Chromium.
            let folder = try Folder.makeTemporary(in: "/tmp", prefix: "exhibit-")
            defer { #expect(throws: Never.self) { try Folder.removeTree(folder) } }
            unsafe chmod(folder, 0o711)
            let browser = try Chromium.launch(ChromiumOptions(temporaryFolder: folder))
            let profile = browser.process.profile.path
            let group = browser.processNumber
            #expect(Processes.of(profile: profile, group: group).count > 3)
            #expect(try Folder.names(in: folder) == [Folder.name(of: profile)])
            browser.close()
            #expect(Processes.of(profile: profile, group: group) == [])
            #expect(try Folder.names(in: folder) == [])
            #expect(!browser.isRunning)
            browser.close()
        }
    }

    @Test func removesWhatAKilledProcessLeftBehind() throws {
        let parent = try TemporaryFolder()
        let account = BrowserAccount.current
        let used = try ProfileFolder.make(in: parent.path, for: account)
        let abandoned = parent.path + "/exhibit-browser-abcdef"
        let other = parent.path + "/something-else"
        for path in [abandoned, other] {
            try Folder.create(path + "/Default")
            try WholeFile.create(path + "/Default/Cookies", [1])
            try Folder.give(path, toUser: account.user, group: account.group)
        }
        ProfileFolder.removeAbandoned(in: parent.path, of: account)
        #expect(Folder.exists(abandoned), "it could be one that is being made at this moment")
        ProfileFolder.removeAbandoned(in: parent.path, of: account, unchangedForSeconds: 0)
        #expect(try Folder.names(in: parent.path) == [Folder.name(of: used.path), "something-else"])
    }

    @Test func saysThatChromiumIsNotInstalled() throws {
        let error = #expect(throws: BrowserError.self) {
            try Chromium.launch(ChromiumOptions(path: "/usr/lib/chromium/none"))
        }
        #expect(
            error?.description
                == "Chromium is not installed (/usr/lib/chromium/none is not there); install the package chromium"
        )
    }

    @Test(arguments: [
        (
            "echo 'No usable sandbox! Update your kernel' >&2",
            "Chromium cannot start: it finds no usable sandbox"
        ),
        (
            "echo 'x: error while loading shared libraries: libx.so' >&2; exit 127",
            "Chromium cannot start: a library is missing"
        ),
        ("exit 1", "Chromium cannot start: it ended at once and wrote nothing"),
        ("exec sleep 60", "Chromium did not answer in time (Browser.getVersion)"),
        ("cat <&3 >/dev/null & exec sleep 60", "Chromium did not answer in time (Browser.getVersion)"),
    ])
    func saysWhyItDoesNotStart(script: String, words: String) async throws {
        try await BrowserGate.use {
            let folder = try Folder.makeTemporary(in: "/tmp", prefix: "exhibit-")
            defer { #expect(throws: Never.self) { try Folder.removeTree(folder) } }
            unsafe chmod(folder, 0o711)
            let path = folder + "/browser"
            try WholeFile.create(path, Array("#!/bin/sh\n\(script)\n".utf8), mode: 0o755)
            let error = #expect(throws: BrowserError.self) {
                try Chromium.launch(
                    ChromiumOptions(path: path, temporaryFolder: folder, startLimit: .seconds(2)))
            }
            #expect(error?.description.hasPrefix(words) == true, "\(error?.description ?? "")")
            #expect(Processes.of(profile: folder) == [])
            #expect(try Folder.names(in: folder) == ["browser"])
        }
    }

    @Test func pinsTheAuthoritiesThatItIsGiven() {
        let digest = SHA256Digest.of(Array("key".utf8))
        let flags = LaunchFlags.list(ChromiumOptions(trustedAuthorities: [digest, digest]))
        let pin = Base64.encode(digest.bytes)
        #expect(flags.contains("--ignore-certificate-errors-spki-list=\(pin),\(pin)"))
        #expect(!LaunchFlags.list(ChromiumOptions()).contains { $0.contains("certificate") })
    }
}
