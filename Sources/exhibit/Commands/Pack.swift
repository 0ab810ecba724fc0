import ArgumentParser
import Bytes
import Evidence
import Glibc
import Hashing
import Sealing
import VerifyCommand

/// `exhibit pack`: the files of a folder as a bundle. Not shown in the help: officers capture, they do not pack.
struct Pack: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put the files of a folder into a signed bundle.",
        discussion: "Each file becomes a record of its own. Nothing is fetched, and the bundle says so.",
        shouldDisplay: false)

    @Argument(help: ArgumentHelp("A folder; links and special files in it are refused.", valueName: "FOLDER"))
    var folder: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The bundle to write.", valueName: "FILE.wacz"))
    var output: String
    @OptionGroup var key: KeyOptions

    func run() throws {
        let folder = try PackedFolder(folder)
        try FolderPacking.pack(
            folder, to: output, by: try key.unlock(), clock: SealingClock.system,
            software: Self.software)
        Output.write(SafeText.escaped(output, limit: 4096) + "\n")
    }

    /// What puts files into a bundle.
    static var software: SoftwareFacts {
        SoftwareFacts(
            exhibit: SoftwareVersion.text, openssl: OpenSSLVersion.text, system: system, chromium: nil)
    }

    /// Kernel and machine, as `uname` tells them.
    private static var system: String {
        var names = utsname()
        guard unsafe uname(&names) == 0 else { return "unknown" }
        return unsafe [
            withUnsafeBytes(of: names.sysname) { unsafe text($0) },
            withUnsafeBytes(of: names.release) { unsafe text($0) },
            withUnsafeBytes(of: names.machine) { unsafe text($0) },
        ].joined(separator: " ")
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
