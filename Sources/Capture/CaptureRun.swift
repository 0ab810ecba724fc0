public import Browser
import Bytes
public import Evidence
import Files
import Hashing
import Messages
import Posts
public import Sealing
import Sessions
import Signing
import Storage
import Synchronization
import Timestamping
import ValidationData
public import Wire

/// One capture, from the plan to the sealed bundle.
///
/// Blocks the calling thread, which must be one of our own.
public struct CaptureRun: Sendable {
    let request: CaptureRequest
    let officer: OfficerIdentity
    let clock: SealingClock
    let control: CaptureControl
    /// Nil where no capture needs one.
    let browser: CaptureBrowser?
    /// Nil where no log is kept.
    let custody: CaptureCustody?
    /// Called with a few words whenever something new begins.
    let progress: @Sendable (String) -> Void
    /// Called with a sentence about what went wrong without ending the capture.
    let warn: @Sendable (String) -> Void

    public init(
        _ request: CaptureRequest, by officer: OfficerIdentity, clock: SealingClock, control: CaptureControl,
        browser: CaptureBrowser? = nil, custody: CaptureCustody? = nil,
        warn: @escaping @Sendable (String) -> Void = { _ in },
        progress: @escaping @Sendable (String) -> Void
    ) {
        self.request = request
        self.officer = officer
        self.clock = SteadyClock.wrapping(clock)
        self.control = control
        self.browser = browser
        self.custody = custody
        self.progress = progress
        self.warn = warn
    }

    /// Captures and seals. A page that is not there, or a server that does not answer, is an outcome and no error.
    ///
    /// Throws `CaptureError.browserUnavailable` before anything is begun, `FileError` when the bundle cannot be begun,
    /// `CaptureError.notSealed` when it cannot be sealed.
    public func run() throws -> CaptureReport {
        guard request.engine == .chromium else {
            return try seal { settings, recorder, _ in
                try FetchEngine.run(request, settings, recorder, control)
            }
        }
        progress("starting the browser")
        let own = try browser == nil ? CaptureBrowser(captures: 1, clock: clock) : nil
        defer { own?.close() }
        guard let (chromium, authority) = try (browser ?? own)?.next() else {
            throw CaptureError.browserUnavailable("there is no browser")
        }
        return try visit(with: chromium, authority)
    }

    private func visit(
        with chromium: Chromium, _ authority: ThrowAwayAuthority, person: (() -> PersonStep?)? = nil
    ) throws -> CaptureReport {
        try seal { settings, recorder, writer in
            let engine = BrowserEngine(
                request: request, settings: settings, recorder: recorder, writer: writer, control: control,
                progress: progress)
            return try engine.run(chromium, authority, person: person)
        }
    }

    /// Opens a browser with a window on a display, in which a person navigates and tells what to keep; then seals.
    ///
    /// `next` is asked several times a second. The outcome is partial: what the person opened, and nothing else.
    public func record(
        on display: (name: String, authority: String?), next: @escaping () -> PersonStep?
    ) throws -> CaptureReport {
        progress("starting the browser")
        let authority = try ThrowAwayAuthority(at: clock.now())
        let chromium: Chromium
        do throws(BrowserError) {
            var options = ChromiumOptions(trustedAuthorities: [authority.certificate.keyDigest])
            options.display = display
            chromium = try Chromium.launch(options)
        } catch {
            throw CaptureError.browserUnavailable(error.description)
        }
        defer { chromium.close() }
        return try visit(with: chromium, authority, person: next)
    }

    /// Records what passes a proxy until the capture is stopped; `started` gets the proxy when it serves.
    public func runProxy(port: Int, _ started: (RecordingProxy) throws -> Void) throws -> CaptureReport {
        try seal { settings, recorder, writer in
            let authority = try ThrowAwayAuthority(at: clock.now())
            let proxy = try RecordingProxy.start(
                settings, authority: authority, recorder: recorder, port: port)
            try started(proxy)
            control.waitUntilStopped()
            try proxy.finish(graceSeconds: 2)
            return EngineResult()
        }
    }

    private func seal(_ capture: (WireSettings, BundleRecorder, BundleWriter) throws -> EngineResult) throws
        -> CaptureReport
    {
        let bundle = try SecureRandom.uuid()
        let checkpoint = custody?.begin(bundle, request.target)
        do {
            return try seal(bundle, checkpoint, capture)
        } catch {
            custody?.endWithoutBundle(bundle, control.isStopped ? .abandoned : .failed("\(error)"))
            throw error
        }
    }

    private func seal(
        _ bundle: RandomUUID, _ checkpoint: String?,
        _ capture: (WireSettings, BundleRecorder, BundleWriter) throws -> EngineResult
    ) throws -> CaptureReport {
        let packaging = try PackagingKey()
        let warnings = Mutex<[String]>([])
        let time = CaptureTime(request.timestampAuthorities, clock: clock) { warning in
            warnings.withLock { $0.append(warning) }
            warn(warning)
        }
        if !request.timestampAuthorities.isEmpty { progress("asking for the time") }
        let bracket = time.bracket(for: bundle, packaging: packaging.publicKey.digest)
        let beside = request.asksWitnesses ? WitnessFetch.addresses(beside: request.target) : []
        let plan = CapturePlan(
            bundle: bundle, begun: clock.now(), target: request.target,
            engine: request.engine,
            options: request.options(beside: beside), softwareVersion: SoftwareVersion.text,
            signer: officer.certificate.digest,
            packagingKey: packaging.publicKey.spki, packaging: packaging.publicKey.digest,
            custody: checkpoint)
        var reliability = ReliabilityFacts(plan: plan)
        if let caveat = reliability.caveat { warn(caveat.text) }
        var settings = settings
        settings.bracket = bracket.map {
            Bracket(bundle: bundle, packaging: packaging.publicKey.digest, token: SHA256Digest.of($0.der))
        }
        let monotonicBegun = clock.monotonic()
        let writer = try BundleWriter.begin(
            at: request.path, plan: plan, packaging: packaging, officer: officer, clock: clock)
        do {
            let escrow = request.escrow.map(Escrow.init(recipient:))
            let recorder = BundleRecorder(
                writer, target: request.address, clock: clock, escrow: escrow,
                secrets: request.profile?.secrets ?? [])
            let result = try watched(writer) {
                var result = try capture(settings, recorder, writer)
                guard recorder.page != nil else { return result }
                let fetch = WitnessFetch(
                    request: request, settings: settings, recorder: recorder, control: control)
                try fetchBeside(fetch, beside, result)
                if request.keepsVideo, !control.isStopped {
                    progress("fetching the film")
                    result.reached += try VideoFetch(
                        request: request, settings: settings, recorder: recorder, writer: writer
                    ).run()
                }
                if let ended = try endSession(fetch) { result.reached.append(ended) }
                return result
            }
            progress("sealing")
            let found = findings(result, recorder)
            var facts = facts(result, recorder, writer, plan, found, monotonicBegun: monotonicBegun)
            reliability.troubles = recorder.troubles
            reliability.warnings = warnings.withLock { $0 }
            facts.reliability = reliability.json
            if let caveat = reliability.caveat { facts.caveats.append(caveat) }
            if escrow?.leftSome == true {
                facts.reached.append(
                    "more secrets were masked than the escrow holds; those after the first 20,000 are in none"
                )
            }
            var files = request.stated
            if let note = note { files[BundlePath.note] = note }
            let lines = found.lines
            if !lines.isEmpty { files[BundlePath.posts] = Array(lines.map { $0 + [0x0A] }.joined()) }
            files[BundlePath.bracket] = bracket?.der
            if let (envelope, commitments) = try escrow?.files(bundle: plan.bundle) {
                files[BundlePath.escrow] = envelope
                files[BundlePath.masked] = commitments
            }
            let ended = facts.window.ended
            let tokens = Mutex<[TimestampToken]>([])
            try writer.seal(BundleWriter.Contents(facts: facts, files: files), by: officer) {
                signatureValue in
                var material = SignatureMaterial()
                material.tokens = time.tokens(over: signatureValue, ended: ended)
                tokens.withLock { $0 = material.tokens }
                addValidationData(to: &material)
                return material
            }
            return CaptureReport(
                path: request.path, facts: facts, tokens: tokens.withLock { $0 },
                retryAfterSeconds: recorder.page?.retryAfter)
        } catch SealingError.stopped(let cause, let partial) {
            throw SealingError.stopped(cause: cause, partial: partial)
        } catch {
            throw CaptureError.notSealed(partial: BundleWriter.partialPath(request.path), cause: error)
        }
    }

    /// What the certificates' authorities say of revocation now, so that the bundle verifies when they are gone. It tells
    /// nothing without a time.
    private func addValidationData(to material: inout SignatureMaterial) {
        guard !material.tokens.isEmpty else { return }
        var data = ValidationData()
        data.gather(for: officer.certificate, known: officer.chain, at: clock.now())
        for token in material.tokens { data.gather(for: token.signer, known: token.others, at: clock.now()) }
        material.certificates = data.certificates
        material.revocation = data.revocation
        data.problems.forEach(warn)
    }

    /// Fetches what else tells of the post, and its media as far as the page did not load them.
    private func fetchBeside(_ fetch: WitnessFetch, _ beside: [String], _ result: EngineResult) throws {
        if !beside.isEmpty { progress("asking the platform's public interfaces") }
        try fetch.run(beside.compactMap { HTTPAddress($0) }, .interfaces)
        let found = findings(result, fetch.recorder)
        if request.asksWitnesses {
            try AuthorProofFetch(fetch: fetch, watch: fetch.recorder.posts).run(found.reported)
            if case .read(let post, _) = found.reported,
                let origin = PublicWitnesses.origin(of: post, shownAt: request.target),
                let address = HTTPAddress(origin)
            {
                try fetch.run([address], .interfaces)
            }
        }
        if !found.missingMedia.isEmpty { progress("fetching what the post shows") }
        try fetch.run(found.missingMedia, .media)
    }

    private func watched(_ writer: BundleWriter, _ body: () throws -> EngineResult) throws -> EngineResult {
        let ticker = try CheckpointTicker.start(writer)
        defer { ticker.end() }
        return try body()
    }

    private var settings: WireSettings {
        var settings = WireSettings(clock: clock, spoolFolder: Folder.of(request.path))
        settings.allowsPrivate = request.allowsPrivate
        settings.allowsInvalidCertificate = request.allowsInvalidCertificate
        settings.resolver = NameResolver(fixed: request.fixedNames)
        settings.additionalAnchors = request.upstreamTrust
        settings.outboundProxy = request.outboundProxy
        settings.exchangeSeconds = min(settings.exchangeSeconds, Double(request.timeLimitSeconds))
        settings.captureBytes = request.sizeLimitBytes
        settings.exchangeBytes = min(request.sizeLimitBytes, BundleLimits.entryBytes - (2 << 20))
        return settings
    }

    /// Ends the session of a signed-in account, and tells with what result; nil where nobody was signed in.
    private func endSession(_ fetch: WitnessFetch) throws -> String? {
        guard let profile = request.profile else { return nil }
        guard let text = profile.logOut, let address = HTTPAddress(text) else {
            return
                "the session of \(SafeText.escaped(profile.account)) was not ended: the profile names no address for that"
        }
        progress("ending the session")
        let status = try fetch.run([address], .interfaces)
        let answer =
            status.map { "its address for that answered \($0)" } ?? "its address for that gave no answer"
        return "the session of \(SafeText.escaped(profile.account)) was to be ended: \(answer)"
    }

    private func findings(_ result: EngineResult, _ recorder: BundleRecorder) -> PostFindings {
        recorder.posts.findings(target: request.target, final: result.final ?? recorder.page?.uri)
    }

    private func facts(
        _ result: EngineResult, _ recorder: BundleRecorder, _ writer: BundleWriter, _ plan: CapturePlan,
        _ found: PostFindings, monotonicBegun: Int64
    ) -> CaptureFacts {
        let page = recorder.page
        var observation = PageObservation(target: request.address.text)
        observation.final = result.final ?? page?.uri
        observation.status = page?.status ?? result.status
        observation.failure = control.isStopped ? Self.stopped : recorder.pageFailure ?? result.failure
        observation.interruption = interruption(result, page)
        observation.asksForSignIn = page?.asksForSignIn == true || recorder.posts.showsSignIn
        observation.isEmpty = request.engine != .pack && page?.isEmpty == true
        observation.post = request.engine == .pack ? nil : found.reported
        let counts = writer.counts
        let clockIsKept = SystemFacts.isClockSynchronised
        var caveats = request.caveats + recorder.caveats
        if clockIsKept == false {
            caveats.append(
                Caveat(code: "clock-not-kept", text: "no time server kept the clock of the capturing machine")
            )
        }
        var facts = CaptureFacts(
            target: request.target, final: observation.final, title: result.title, engine: request.engine,
            outcome: OutcomeRules.outcome(of: observation),
            window: CaptureWindow(begun: plan.begun, ended: clock.now().wholeSeconds),
            clockSynchronised: clockIsKept, monotonicBegun: monotonicBegun, monotonicEnded: clock.monotonic(),
            software: SystemFacts.software(chromium: result.product), browser: result.browser,
            timeLimitSeconds: request.timeLimitSeconds, sizeLimitBytes: request.sizeLimitBytes,
            reached: result.reached + recorder.cuts(isStopped: control.isStopped) + found.notes,
            caveats: caveats,
            notRecorded: recorder.notRecorded,
            exchanges: counts.exchanges, connections: counts.connections, bytes: counts.bytes)
        let dates = recorder.dates
        facts.serverDates = (dates.compared, dates.behind, dates.ahead)
        return facts
    }

    private static let stopped = "the officer stopped the capture before it was done"

    private func interruption(_ result: EngineResult, _ page: PageFollower.Page?) -> String? {
        if control.isStopped { return Self.stopped }
        if page?.isCutInTime == true {
            return "the page was still arriving, and was cut at the limit of time"
        }
        return result.interruption ?? page?.failure
    }

    private var note: [UInt8]? {
        guard request.title != nil || request.note != nil else { return nil }
        return OfficerNote(
            by: officer.certificate.holder, title: request.title,
            text: request.note
        ).serialized
    }
}
