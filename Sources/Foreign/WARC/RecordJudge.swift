import Archive
import Bytes
import Messages
import Verifier

/// One record of another maker, against what its header says (WARC 1.1, sections 5 and 6).
final class RecordJudge {
    let header: WARCParser.Header
    let place: String
    private let blockStated: DigestText?
    private let payloadStated: DigestText?
    private let block: LegacyDigest?
    private let payload: LegacyDigest?
    private let unframed: LegacyDigest?
    private let hasHTTPHead: Bool
    private var head: [UInt8]? = []
    private var reader = BodyReader(.chunked)
    private var isChunked = false

    init(_ header: WARCParser.Header, place: String) {
        self.header = header
        self.place = place
        blockStated = header.value("WARC-Block-Digest").flatMap(DigestText.init)
        payloadStated = header.value("WARC-Payload-Digest").flatMap(DigestText.init)
        block = blockStated.flatMap { LegacyDigest($0.algorithm) }
        payload = payloadStated.flatMap { LegacyDigest($0.algorithm) }
        unframed = payloadStated.flatMap { LegacyDigest($0.algorithm) }
        hasHTTPHead = header.value("Content-Type")?.lowercased().hasPrefix("application/http") == true
        if !hasHTTPHead { head = nil }
    }

    var type: String { header.value("WARC-Type")?.lowercased() ?? "" }
    var hasWeakDigest: Bool { [blockStated, payloadStated].contains { $0?.algorithm.isWeak == true } }
    var hasDigest: Bool { blockStated != nil || payloadStated != nil }

    func take(_ piece: UnsafeRawBufferPointer) {
        unsafe block?.update(piece)
        guard payload != nil else { return }
        guard var held = head else { return unsafe takePayload(piece) }
        unsafe held += piece
        head = held
        guard let end = MessageHead.end(in: held[...], from: 0) ?? (held.count > 1 << 20 ? held.count : nil)
        else { return }
        finishHead(held, end)
    }

    private func finishHead(_ held: [UInt8], _ end: Int) {
        head = nil
        let fields = HTTPHead(held[..<end])
        isChunked = fields.value("transfer-encoding")?.lowercased().contains("chunked") == true
        unsafe held[end...].withUnsafeBytes { unsafe takePayload($0) }
    }

    private func takePayload(_ piece: UnsafeRawBufferPointer) {
        unsafe payload?.update(piece)
        guard isChunked else { return unsafe unframed?.update(piece) ?? () }
        do {
            _ = try unsafe reader.take(piece) { unsafe self.unframed?.update($0) }
        } catch {
            isChunked = false
        }
    }

    /// At the end of the block.
    func finish(_ log: inout ForeignLog) {
        if let held = head { finishHead(held, held.count) }
        checkFields(&log)
        let blockMatches = blockStated.flatMap { stated in block.map { stated.matches($0.value()) } }
        if blockMatches == false {
            log.add(
                Finding(
                    "foreign.block-digest", .failure(.altered), .records, at: place,
                    "the block digest of the record is not that of its block"))
        }
        // A revisit has the payload digest of another record; a cut record that of what was not kept.
        guard let payloadStated, let payload, let unframed, type != "revisit",
            header.value("WARC-Truncated") == nil,
            header.value("WARC-Segment-Number") == nil
        else { return }
        let framed = payload.value()
        let bare = unframed.value()
        if payloadStated.matches(bare) || payloadStated.matches(framed) {
            if bare != framed, payloadStated.matches(framed) {
                log.add(
                    Finding(
                        "foreign.payload-framing", .note, .records, at: place,
                        "the payload digest is over the bytes with their chunk framing"))
            }
        } else if blockMatches == true {
            log.add(
                Finding(
                    "foreign.payload-other", .caveat, .records, at: place,
                    "the payload digest is of something else; the block digest holds, so the record is as it was written"
                ))
        } else {
            log.add(
                Finding(
                    "foreign.payload-digest", .failure(.altered), .records, at: place,
                    "the payload digest of the record is not that of its payload"))
        }
    }

    private func checkFields(_ log: inout ForeignLog) {
        for name in ["WARC-Type", "WARC-Record-ID", "WARC-Date"] where header.value(name)?.isEmpty ?? true {
            log.add(
                Finding(
                    "foreign.field-missing", .failure(.malformed), .records, at: place,
                    "the record has no \(name)"))
        }
        for name in [
            "WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length", "WARC-Target-URI",
            "WARC-Payload-Digest",
        ]
        where header.count(name) > 1 {
            log.add(
                Finding(
                    "foreign.field-twice", .failure(.malformed), .records, at: place,
                    "the record has two \(name)"))
        }
        if let reason = header.value("WARC-Truncated") {
            log.add(
                Finding(
                    "foreign.record-cut", .note, .records, at: place,
                    "the record was cut when it was made: \(SafeText.escaped(reason, limit: 40))"))
        }
    }
}
