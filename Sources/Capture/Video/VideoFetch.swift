import Bytes
internal import CPlatform
import Evidence
import Files
import Glibc
import Hashing
import Messages
import Sealing
import Storage
import Wire

/// Has `yt-dlp` fetch the film of a page through a recording proxy, so that every part of a stream is recorded as it was sent;
/// the film that it put together is kept besides, and called what it is.
struct VideoFetch {
    let request: CaptureRequest
    let settings: WireSettings
    let recorder: BundleRecorder
    let writer: BundleWriter

    private static let program = "yt-dlp"
    private static let places = ["/usr/local/bin", "/usr/bin", "/bin"]
    private static let milliseconds: Int32 = 600_000
    private static let maximumAnswerBytes = 64 << 10

    /// The programs in the usual places, and where `PATH` leads; nil where it is not installed.
    static var path: String? {
        let own = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
        let folders = own.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") } + places
        return folders.lazy.map { $0 + "/" + program }.first { unsafe access($0, X_OK) == 0 }
    }

    /// Fetches the film; gives what came of it, in plain English. Throws what the recorder and the writer throw.
    func run() throws -> [String] {
        guard let path = Self.path else {
            return [
                "the film was not fetched besides: \(Self.program) is not installed; what the page itself played is recorded"
            ]
        }
        let folder = try Folder.makeTemporary(in: Folder.of(request.path), prefix: "exhibit-video-")
        defer { try? Folder.removeTree(folder) }
        let authority = try ThrowAwayAuthority(at: settings.clock.now())
        let trusted = folder + "/authority.pem"
        try WholeFile.create(trusted, CertificatePEM.encode(authority.certificate))
        let version = Self.run([path, "--version"], trusted: trusted).answer
        let proxy = try RecordingProxy.start(settings, authority: authority, recorder: recorder)
        let arguments = [
            path, "--ignore-config", "--no-cache-dir", "--no-playlist", "--no-part", "--no-warnings",
            "--quiet",
            "--no-progress", "--compat-options", "no-certifi", "--socket-timeout", "30", "--retries", "3",
            "--proxy", "http://127.0.0.1:\(proxy.port)", "-o", folder + "/film.%(ext)s", "--",
            request.address.text,
        ]
        let ending = Self.run(arguments, trusted: trusted)
        try proxy.finish(graceSeconds: 1)
        let command = arguments.dropFirst().filter {
            !$0.hasPrefix(folder) && !$0.hasPrefix("http://127.0.0.1:")
        }
        let words =
            "\(Self.program) \(SafeText.escaped(version, limit: 40)) (\(SafeText.escaped(command.joined(separator: " "), limit: 600)))"
        guard ending.isDone else { return ["the film could not be fetched: \(words) \(ending.problem)"] }
        let names = try Folder.names(in: folder).filter { $0.hasPrefix("film.") }.sorted()
        for name in names { try keep(folder + "/" + name, as: name) }
        return [
            "a film was fetched by \(words): its parts are recorded as they were sent, and what it put together of them is kept as \(names.count == 1 ? "a file" : "\(names.count) files")"
        ]
    }

    private func keep(_ path: String, as name: String) throws {
        let file = try OpenFile.readingNoLink(path)
        let size = try file.size()
        guard size > 0, size < BundleLimits.entryBytes - (1 << 20),
            let block = try EvidenceRecord.Block.file(file, size: size)
        else { return }
        try writer.append([
            EvidenceRecord(
                .resource, id: try SecureRandom.uuid(), date: settings.clock.now().wholeSeconds,
                uri: "urn:exhibit:video:\(name)", contentType: "application/octet-stream", block: block)
        ])
    }

    /// Runs a program with a small environment, and waits for its end.
    private static func run(_ arguments: [String], trusted: String) -> (
        isDone: Bool, answer: String, problem: String
    ) {
        let environment = [
            "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/nonexistent", "LANG=C.UTF-8",
            "SSL_CERT_FILE=" + trusted,
        ]
        var answer = [UInt8](repeating: 0, count: maximumAnswerBytes)
        var count = answer.count
        var status: Int32 = 0
        let started = unsafe withStrings(arguments) { arguments in
            unsafe withStrings(environment) { environment in
                unsafe exhibit_run_filter(
                    arguments[0], arguments, environment, nil, 0, &answer, &count, milliseconds, &status)
            }
        }
        let text =
            String(decoding: answer.prefix(count), as: UTF8.self).split(separator: "\n").first.map(
                String.init) ?? ""
        guard started == 0 else {
            return (false, text, errno == ETIMEDOUT ? "was not done in ten minutes" : "could not be started")
        }
        return (status == 0, text, "ended with status \(status >> 8)")
    }

    /// Hands texts to C, with NULL behind them.
    private static func withStrings<Result>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { for place in unsafe pointers.indices { unsafe free(pointers[place]) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("the array has a last element") }
            return unsafe body(base)
        }
    }
}
