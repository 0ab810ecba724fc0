import Browser
import Bytes
import Evidence
import Hashing
import Messages
import Sealing
import Wire

/// Puts what a visit makes into the bundle: pictures, documents, scripts, actions.
final class ArtifactWriter: VisitOutput {
    private let engine: BrowserEngine
    private let atEnd: () -> Void
    /// The first failure of a write; from then on nothing is written.
    private(set) var error: (any Error)?
    /// Where the browser is, when it has gone on from the page.
    private var current: String?

    /// The address in a record's own must leave room for what stands before it.
    private static let maximumAddressBytes = 8000

    /// `atEnd` is called when the visit is over, before the page is closed.
    init(_ engine: BrowserEngine, atEnd: @escaping () -> Void) {
        self.engine = engine
        self.atEnd = atEnd
    }

    func ended() { atEnd() }

    func artifact(_ kind: VisitArtifact, _ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        write {
            let (uri, type) = name(of: kind)
            let id = try SecureRandom.uuid()
            try engine.writer.append([
                .resource(
                    uri, id: id, date: engine.settings.clock.now().wholeSeconds,
                    contentType: type,
                    bytes: bytes)
            ])
            switch kind {
            case .dom: engine.recorder.posts.take(document: bytes, address: page, record: id)
            case .text: engine.recorder.posts.take(visibleText: bytes)
            default: break
            }
        }
    }

    /// The address of the page, as far as a record's own address has room for it.
    private var page: String {
        String(
            (current ?? engine.recorder.page?.uri ?? engine.request.address.text).prefix(
                Self.maximumAddressBytes))
    }

    func action(_ action: JSONValue) { write { try engine.writer.append(action: action) } }

    func moved(to address: String) { current = HTTPAddress(address)?.text }

    func progress(_ words: String) { engine.progress(words) }

    func reasonToStop() -> String? {
        if error != nil { return "the bundle could not be written" }
        return engine.control.isStopped ? "the capture was stopped" : nil
    }

    private func write(_ body: () throws -> Void) {
        guard error == nil else { return }
        do { try body() } catch { self.error = error }
    }

    private func name(of kind: VisitArtifact) -> (uri: String, type: String) {
        switch kind {
        case .view: ("urn:view:\(page)", "image/png")
        case .viewDOM: ("urn:viewDOM:\(page)", "text/html; charset=utf-8")
        case .fullPage: ("urn:fullPage:\(page)", "image/png")
        case .pdf: ("urn:pdf:\(page)", "application/pdf")
        case .dom: ("urn:dom:\(page)", "text/html; charset=utf-8")
        case .text: ("urn:text:\(page)", "text/plain; charset=utf-8")
        case .script(let name): ("urn:exhibit:script:\(name)", "text/javascript")
        }
    }
}
