import Archive
import Bytes
import Verifier

/// A WARC file of another maker, record by record, and what the index may be compared with.
struct WARCCheck {
    /// Where a record lies in its file, and what it says of itself.
    struct Place {
        let length: Int
        let uri: String
        /// 14 digits.
        let date: String
        let needsLine: Bool
        /// Whether it is a gzip member of its own.
        let isMember: Bool
    }

    private static let mostPlaces = 1 << 20

    private(set) var places: [Int: Place] = [:]
    private(set) var isComplete = true
    private(set) var records = 0
    private(set) var withDigest = 0
    private(set) var weak = 0

    /// Reads the bytes of a range of a source as a WARC file. `name` is for places; text from outside.
    mutating func run(_ source: some ByteSource, _ range: Range<Int>, name: String, log: inout ForeignLog)
        throws
    {
        let shown = SafeText.escaped(name, limit: 120)
        let start = try source.read(at: range.lowerBound, count: min(8, range.count))
        if start.starts(with: "filedesc".utf8.prefix(8)) {
            isComplete = false
            return log.add(
                Finding(
                    "foreign.arc", .foreign, .records, at: shown,
                    "this is an ARC file, the form before WARC; it was not checked"))
        }
        do {
            if start.starts(with: [0x1F, 0x8B]) {
                try readMembers(source, range, shown, &log)
            } else {
                try readPlain(source, range, shown, &log)
            }
        } catch let error as WARCParser.FormError {
            isComplete = false
            log.add(Finding("foreign.record-form", .failure(.malformed), .records, at: shown, error.text))
        } catch is GzipError {
            isComplete = false
            log.add(
                Finding(
                    "foreign.gzip", .failure(.altered), .records, at: shown,
                    "a gzip member is broken: its bytes do not give what its checksum says"))
        } catch is Cut {
            isComplete = false
            cut(shown, &log)
        }
    }

    private func cut(_ shown: String, _ log: inout ForeignLog) {
        log.add(
            Finding(
                "foreign.cut", .failure(.damaged), .records, at: shown,
                "the file ends in the middle of a record"))
    }

    /// A file that ends inside a member.
    private struct Cut: Error {}

    private mutating func readMembers(
        _ source: some ByteSource, _ range: Range<Int>, _ shown: String, _ log: inout ForeignLog
    ) throws {
        var place = range.lowerBound
        var isOneMember = true
        while place < range.upperBound {
            let begin = place
            let decoder = try ContentDecoder(.gzip)
            var member = Member(log: log, before: records)
            // What is in a member is told when the member is whole, and else nothing of it.
            while !decoder.isComplete {
                let piece = try source.read(at: place, count: min(128 << 10, range.upperBound - place))
                guard !piece.isEmpty else { throw Cut() }
                place += try unsafe piece.withUnsafeBytes { bytes in
                    try unsafe decoder.append(bytes) { part in
                        guard member.problem == nil else { return }
                        do {
                            try unsafe member.parser.append(part) {
                                try unsafe self.take($0, &member.reading, shown, &member.log)
                            }
                        } catch let error as WARCParser.FormError {
                            member.problem = error
                        }
                    }
                }
            }
            let inMember = records - member.before
            log = member.log
            if let problem = member.problem { throw problem }
            guard member.parser.isBetween else {
                throw WARCParser.FormError(text: "a record does not end with its gzip member")
            }
            if inMember > 1 { isOneMember = false }
            if inMember == 1, let last = member.reading.last {
                keep(last, at: begin - range.lowerBound, length: place - begin, isMember: true)
            }
        }
        if !isOneMember {
            log.add(
                Finding(
                    "foreign.members", .note, .records, at: shown,
                    "several records share a gzip member, so none can be found without reading those before it"
                ))
        }
    }

    /// What is found in a gzip member while it is read.
    private struct Member {
        var log: ForeignLog
        let before: Int
        var parser = WARCParser()
        var reading = Reading()
        var problem: WARCParser.FormError?
    }

    private mutating func readPlain(
        _ source: some ByteSource, _ range: Range<Int>, _ shown: String, _ log: inout ForeignLog
    ) throws {
        var parser = WARCParser()
        var reading = Reading()
        var open: (begin: Int, judge: RecordJudge)?
        var begun = 0
        var place = range.lowerBound
        while place < range.upperBound {
            let piece = try source.read(at: place, count: min(256 << 10, range.upperBound - place))
            guard !piece.isEmpty else { break }
            place += piece.count
            try unsafe piece.withUnsafeBytes { bytes in
                try unsafe parser.append(bytes) { event in
                    // The record before ends where this one begins, its line ends with it.
                    if case .header(_, let start) = unsafe event {
                        if let (begin, last) = open {
                            keep(last, at: begin, length: start - begin, isMember: false)
                        }
                        open = nil
                        begun = start
                    }
                    try unsafe take(event, &reading, shown, &log)
                    if case .end = unsafe event, let last = reading.last { open = (begun, last) }
                }
            }
        }
        if let (begin, last) = open { keep(last, at: begin, length: range.count - begin, isMember: false) }
        if !parser.isBetween {
            isComplete = false
            cut(shown, &log)
        }
    }

    /// The record that is being read.
    private struct Reading {
        var judge: RecordJudge?
        var last: RecordJudge?
    }

    private mutating func take(
        _ event: WARCParser.Event, _ reading: inout Reading, _ shown: String, _ log: inout ForeignLog
    ) throws {
        switch unsafe event {
        case .header(let header, _):
            records += 1
            let uri = SafeText.escaped(header.value("WARC-Target-URI") ?? "", limit: 120)
            let judge = RecordJudge(header, place: "\(shown) record \(records) \(uri)")
            reading.judge = judge
            if judge.hasDigest { withDigest += 1 }
            if judge.hasWeakDigest { weak += 1 }
        case .block(let piece): unsafe reading.judge?.take(piece)
        case .end:
            reading.judge?.finish(&log)
            reading.last = reading.judge
            reading.judge = nil
        }
    }

    private mutating func keep(_ judge: RecordJudge, at offset: Int, length: Int, isMember: Bool) {
        guard places.count < Self.mostPlaces else { return }
        let type = judge.type
        let date = (judge.header.value("WARC-Date") ?? "").filter { ("0"..."9").contains($0) }.prefix(14)
        places[offset] = Place(
            length: length, uri: Self.bare(judge.header.value("WARC-Target-URI") ?? ""), date: String(date),
            needsLine: ["response", "resource", "revisit"].contains(type), isMember: isMember)
    }

    /// Without the angle brackets of WARC 1.0.
    private static func bare(_ uri: String) -> String {
        uri.hasPrefix("<") && uri.hasSuffix(">") ? String(uri.dropFirst().dropLast()) : uri
    }
}
