import ArgumentParser
import Capture
import Evidence
import Files
import Hashing
import Storage
import Threads
import VerifyCommand
import Wire

/// `exhibit record-proxy`: the recording proxy alone, for measuring it.
struct RecordProxy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record-proxy",
        abstract: "Record what passes a proxy on loopback until the program is asked to end, and seal it.",
        shouldDisplay: false)

    @Option(name: .shortAndLong, help: ArgumentHelp("Name of the bundle.", valueName: "FILE")) var output:
        String
    @Option(help: "Port on 127.0.0.1; 0 for any.") var port = 0
    @OptionGroup(title: "How") var how: CaptureOptions
    @OptionGroup(title: "Key") var key: KeyOptions

    func run() throws {
        let officer = try key.unlock()
        guard var request = CaptureRequest(target: "http://proxy.invalid/", path: output) else { return }
        try how.apply(to: &request)
        request.engine = .fetch
        let control = CaptureControl()
        try Interruption.watch(control)
        let asked = request
        let port = port
        try BlockingThread.run {
            do {
                let run = CaptureRun(asked, by: officer, clock: .system, control: control) { _ in }
                let report = try run.runProxy(port: port) { proxy in
                    let authority = asked.path + ".authority.pem"
                    try WholeFile.create(
                        authority, CertificatePEM.encode(proxy.authority.certificate), mode: 0o644)
                    Output.write("proxy 127.0.0.1:\(proxy.port), authority \(authority)\n")
                }
                Output.write("sealed \(report.path), \(report.facts.exchanges) exchanges\n")
            } catch {
                CommandError.end(with: error)
            }
        }
    }
}
