public import ArgumentParser
import Bytes
import Evidence
import Files
import Foreign
import Glibc
import Hashing
import Storage
public import Verifier

/// The command line of verification, which `exhibit-verify` and `exhibit verify` share.
public struct Verify: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check whether bundles are as they were sealed, and by whom.",
        discussion: """
            Status 0: intact. 1: not as sealed. 2: cannot be verified, for example because nothing that you gave ties \
            the signer's key to a person. Of several files the worst counts: 1, then 2. No network is used.
            """)

    @Argument(help: "Bundles to check, or the page verify.html that came with them.") public var files:
        [String] = []
    @OptionGroup(title: "Custody") var custody: CustodyOptions
    @Option(help: ArgumentHelp("Say what a finding means, instead of checking.", valueName: "CODE"))
    var explain: String?
    @OptionGroup var trusted: TrustOptions
    @Flag(help: "Count a bundle without a timestamp by an authority as one that cannot be verified.")
    var requireTime = false
    @Flag(help: "Count a signer whose revocation is not known as one that cannot be verified.")
    var requireRevocation = false
    @Option(
        help: ArgumentHelp(
            "A file with timestamps had later. Those beside a bundle, FILE.sidecar-NN.json, are found.",
            valueName: "FILE"))
    var sidecar: [String] = []
    @Flag(help: "Let WACZ and WARC files and bags of other programs pass when they keep to their own rules.")
    var foreign = false
    @Flag(help: "Check container, signature and digests only.") var quick = false
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing; the status tells.") var quiet = false

    public init() {}

    public func validate() throws {
        if explain == nil, files.isEmpty, custody.transcript.isEmpty {
            throw ValidationError("Missing expected argument '<files> ...'")
        }
    }

    public func run() throws { try run(named: [:]) }

    /// As `run`, with other names for some of the files in what is printed: exhibits are called by their references.
    public func run(named names: [String: String]) throws {
        if let explain {
            guard let text = FindingMeanings.text(of: explain) else {
                Output.say("\(SafeText.escaped(explain, limit: 80)): is no code of a finding")
                throw ExitStatus.noInput.code
            }
            return try write(text)
        }
        var options = VerifyOptions(
            anchors: try trusted.anchors(), quick: quick, requireTime: requireTime, stopsAtFailure: quiet,
            now: Self.now)
        options.requireRevocation = requireRevocation
        var verdicts: [(name: String, verdict: Verdict)] = []
        func take(_ verdict: Verdict, _ name: String) throws {
            if !json, !quiet {
                try write((verdicts.isEmpty ? "" : "\n") + VerdictText.report(verdict, name: name))
            }
            verdicts.append((name, verdict))
        }
        for file in files { try take(try verify(file, options), names[file] ?? file) }
        let checked = zip(files, verdicts).map { (name: $0, verdict: $1.verdict) }
        try custody.verify(beside: checked, options, take)
        if json, !quiet { try write(VerdictJSON.report(verdicts)) }
        let status: ExitStatus =
            switch Verdict.worst(verdicts.map(\.verdict.status)) {
            case .intact: .success
            case .notAsSealed: .notAsSealed
            case .cannotBeVerified: .cannotBeVerified
            }
        throw status.code
    }

    private func verify(_ file: String, _ options: VerifyOptions) throws -> Verdict {
        let progress = ProgressLine.forTerminal(isQuiet: quiet || json)
        defer { progress?.clear() }
        do {
            return try Self.verdict(
                on: file, options, sidecars: sidecar, isForeignAccepted: foreign
            ) { progress?.show($0, of: $1) }
        } catch let error as FileError {
            return Verdict.unreadable(error)
        } catch {
            Output.say("\(SafeText.escaped(file)): cannot be checked on this machine: \(error)")
            throw ExitStatus.software.code
        }
    }

    /// The verdict on a file or folder of any maker, with the timestamps had later that lie beside it.
    ///
    /// Throws `FileError` when it cannot be read.
    public static func verdict(
        on file: String, _ options: VerifyOptions, sidecars: [String] = [], isForeignAccepted: Bool = false,
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws -> Verdict {
        var options = options
        options.sidecars = try SidecarFiles.read(beside: file, and: sidecars)
        if options.sidecars.contains(where: { (try? Sidecar.parse($0.bytes))?.kind == .renewal }) {
            options.fileDigest = try FileDigest.sha256(of: file)
        }
        guard !Folder.isFolder(file) else {
            return try ForeignVerifier.verify(
                path: file, isFolder: true, isAccepted: isForeignAccepted, options: options)
        }
        if let page = try BrowserPage.verdict(on: file) { return page }
        let verdict = try BundleVerifier.verify(path: file, options: options, progress: progress)
        return try ForeignVerifier.verdict(
            on: file, after: verdict, isAccepted: isForeignAccepted, options: options)
    }

    /// A verdict that does not arrive must not look like one. A reader that went away has chosen not to see it.
    private func write(_ text: String) throws {
        guard let number = Output.write(text), number != EPIPE else { return }
        Output.say(FileError("write", "the report", number: number).description)
        throw ExitStatus.io.code
    }

    private static var now: Timestamp {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec))
    }
}
