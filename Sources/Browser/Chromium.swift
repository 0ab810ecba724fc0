internal import Bytes
internal import Files
import Storage
internal import Threads

/// A running Chromium, driven over a pipe.
///
/// It runs as an account without rights, in its own sandbox, with a fresh profile that is removed when it ends. Pages
/// reach the network only through the proxy that their visit names. Several visits may run at the same time, each
/// on a thread of its own; all calls block, so none belongs on Swift's cooperative pool.
public final class Chromium: Sendable {
    /// What the browser says of itself.
    public let version: BrowserVersion
    let process: BrowserProcess
    let connection: DevToolsConnection
    let flags: [String]
    let account: BrowserAccount

    private init(
        version: BrowserVersion, process: BrowserProcess, connection: DevToolsConnection, flags: [String],
        account: BrowserAccount
    ) {
        self.version = version
        self.process = process
        self.connection = connection
        self.flags = flags
        self.account = account
    }

    deinit { close() }

    /// Starts Chromium, and returns when it has answered.
    ///
    /// Throws `notInstalled`, `cannotStart` with the reason from its log, or `noAnswer`; nothing of it is left then.
    public static func launch(_ options: ChromiumOptions = ChromiumOptions()) throws(BrowserError) -> Chromium
    {
        let deadline = Deadline.after(options.startLimit)
        guard Folder.exists(options.path) else { throw .notInstalled(path: options.path) }
        guard options.temporaryFolder.utf8.count <= ProfileFolder.maximumParentBytes else {
            throw .cannotStart(
                reason: "the path of the temporary folder is too long for the socket of Chromium")
        }
        let account = BrowserAccount.current
        if account.isOther, !Folder.exists(BrowserAccount.setprivPath) {
            throw .cannotStart(
                reason: "setpriv, which root needs for it, is not installed (package util-linux)")
        }
        ProfileFolder.removeAbandoned(in: options.temporaryFolder, of: account)
        let profile: ProfileFolder
        let log: LaunchLog
        do throws(FileError) {
            log = LaunchLog(file: try OpenFile.nameless(in: options.temporaryFolder))
            profile = try ProfileFolder.make(in: options.temporaryFolder, for: account)
        } catch {
            throw .cannotStart(reason: error.description)
        }
        let flags = LaunchFlags.list(options)
        let process: BrowserProcess
        do {
            process = try BrowserProcess.start(
                account.prefix + [options.path, LaunchFlags.profile(profile.path)] + flags,
                environment: LaunchFlags.environment(profile: profile.path, options), profile: profile,
                log: log)
        } catch {
            try? profile.remove()
            throw error
        }
        do {
            let connection = try DevToolsConnection.open(process)
            let client = DevToolsClient(connection)
            let version = try BrowserVersion(client.call("Browser.getVersion", until: deadline))
            // A new window comes to us before it has asked for anything.
            _ = try client.call(
                "Target.setAutoAttach",
                [
                    "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true,
                    "filter": [["type": "page"]],
                ], until: deadline)
            return Chromium(
                version: version, process: process, connection: connection, flags: flags, account: account)
        } catch {
            process.end()
            guard case .ended = error else { throw error }
            throw .cannotStart(reason: log.reason)
        }
    }

    /// Whether it still runs and answers to nobody's crash.
    public var isRunning: Bool { !connection.isEnded && process.isRunning }

    /// The number of its main process.
    package var processNumber: Int32 { process.number }

    /// Ends it and every process of it, and removes the profile. Visits that still run end with an interruption.
    public func close() {
        connection.end()
        process.end()
    }

    /// Looks at one page: loads it, records it untouched, then refuses consent, scrolls and opens texts, and records it as
    /// it then is. Returns within the time limit and a few seconds.
    ///
    /// A page whose process does not let go of its context takes the whole browser with it; `isRunning` is false then.
    public func visit(_ visit: Visit, output: any VisitOutput) -> VisitResult {
        PageVisit(visit, in: self, output: output).run()
    }

    /// Opens one page for a person, who goes on from there; what they want to keep is recorded as it is on the screen.
    ///
    /// `next` is asked several times a second what to do; nil for nothing yet. Returns when the person ends it, closes the
    /// window, or the time limit has come. Needs a browser with a display.
    public func open(_ visit: Visit, output: any VisitOutput, next: @escaping () -> PersonStep?)
        -> VisitResult
    {
        PageVisit(visit, in: self, output: output).run(next)
    }
}
