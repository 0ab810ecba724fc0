import Evidence
import Messages
import Posts
import Threads
import Wire

/// Fetches beside the page what else tells of the reported post (embeds, oEmbed, public interfaces), and its media.
///
/// What cannot be had is listed as not recorded; it never fails a capture.
struct WitnessFetch {
    let request: CaptureRequest
    let settings: WireSettings
    let recorder: BundleRecorder
    let control: CaptureControl

    /// How much time and room there is for all of what is asked.
    struct Allowance {
        let totalSeconds: Double
        let exchangeSeconds: Double
        let bytes: Int

        static let interfaces = Allowance(totalSeconds: 60, exchangeSeconds: 20, bytes: 32 << 20)
        static let media = Allowance(totalSeconds: 300, exchangeSeconds: 120, bytes: .max)
    }

    /// Addresses that are fetched beside `target`, for the plan.
    static func addresses(beside target: String) -> [String] {
        guard let address = PostAddress(target) else { return [] }
        return PublicWitnesses.addresses(for: address).filter { $0 != target }
    }

    /// Gives the status of the last answer, nil for none. Throws what the recorder throws.
    @discardableResult func run(_ addresses: [HTTPAddress], _ allowance: Allowance) throws -> Int? {
        guard !addresses.isEmpty, !control.isStopped else { return nil }
        let fetcher = try fetcher(allowance)
        let watch = control.whenStopped { fetcher.stop() }
        defer { watch.end() }
        let end = Deadline.after(.seconds(allowance.totalSeconds))
        var status: Int?
        for address in addresses {
            guard !end.hasPassed, !control.isStopped else {
                recorder.note(
                    NotRecorded(what: "exchange", uri: address.text, reason: "there was no time left for it"))
                continue
            }
            status = try fetcher.fetch(address).status
        }
        return status
    }

    private func fetcher(_ allowance: Allowance) throws -> DirectFetcher {
        var settings = settings
        settings.exchangeSeconds = min(settings.exchangeSeconds, allowance.exchangeSeconds)
        settings.connectSeconds = min(settings.connectSeconds, allowance.exchangeSeconds)
        settings.captureBytes = min(settings.captureBytes, allowance.bytes)
        settings.exchangeBytes = min(settings.exchangeBytes, allowance.bytes)
        return try DirectFetcher(
            settings, recorder: recorder, userAgent: request.browser.userAgent ?? FetchEngine.userAgent,
            language: request.browser.locale, cookies: request.cookies)
    }
}
