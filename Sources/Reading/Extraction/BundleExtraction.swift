import Archive
import Bytes
import Codings
import Evidence
import Files
import Hashing
import Storage

/// Writes records and files of a bundle to a fresh folder, where other programs can look at them.
///
/// Nothing is opened or run, no name comes from the bundle, and what is what stands in `list.tsv`.
public struct BundleExtraction {
    /// What to write.
    public enum Selection: Sendable, Equatable {
        /// What a person reads: the page, what the program made of it, and the evidence files.
        case readable
        case all
        /// One record, by its number or its `urn:uuid:`.
        case record(String)
    }

    private let bundle: ReadableBundle
    private let folder: String
    private let limits: ExtractionLimits
    private var list = ["file\tof\tkind\turi\tdate\tbytes\tsha256\tnote"]
    private var written = 0

    /// How many files were written.
    public private(set) var files = 0
    /// Whether the limit of all files together was reached, so that the rest is missing.
    public private(set) var isCut = false

    private struct LimitReached: Error {}

    private init(_ bundle: ReadableBundle, _ folder: String, _ limits: ExtractionLimits) {
        self.bundle = bundle
        self.folder = folder
        self.limits = limits
    }

    /// Makes the folder, which must not be there yet, and writes what is selected.
    ///
    /// Throws `ReadingError.noSuchRecord` before anything is made, and other errors of reading or writing with what was
    /// written by then left in the folder.
    public static func extract(
        _ bundle: ReadableBundle, to folder: String, _ selection: Selection,
        limits: ExtractionLimits = ExtractionLimits()
    ) throws -> BundleExtraction {
        if case .record(let name) = selection {
            var isThere = false
            try bundle.forEachRecord { isThere = isThere || $0.isCalled(name) }
            guard isThere else { throw ReadingError.noSuchRecord(SafeText.escaped(name, limit: 80)) }
        }
        try Folder.createNew(folder)
        var extraction = BundleExtraction(bundle, folder, limits)
        do {
            if !selection.isOneRecord { try extraction.writeFiles() }
            let pages = selection == .readable ? try bundle.pageIDs() : []
            try bundle.forEachRecord { place in
                if selection.includes(place, pages: pages) { try extraction.write(place) }
            }
        } catch is LimitReached {
            extraction.isCut = true
        }
        let list = extraction.list.joined(separator: "\n") + "\n"
        try WholeFile.create(folder + "/list.tsv", Array(list.utf8))
        return extraction
    }

    private mutating func writeFiles() throws {
        let others = bundle.entries.filter {
            !$0.name.hasPrefix("archive/") && !$0.name.hasPrefix("indexes/")
        }
        for (index, entry) in others.enumerated() {
            let file = try open(ExtractedName.file(entry.name, number: index + 1))
            try unsafe bundle.forEachPiece(at: entry.offset, bytes: entry.bytes) {
                try unsafe append($0, to: file)
            }
            try finish(file, of: entry.name, kind: "file", uri: nil, date: nil, notes: [])
        }
    }

    private mutating func write(_ place: RecordPlace) throws {
        let line = place.line
        let isMessage = line.type == .request || line.type == .response
        var raw: ExtractedFile?
        var payload: ExtractedFile?
        let body = MessageBody(maximumBytes: limits.decodedBytes)
        var isPage = false
        try unsafe bundle.read(place) { header in
            isPage = header["WARC-Exhibit-Kind"] == "page"
            if isMessage { raw = try open(ExtractedName.block(place.number, line.type)) }
            if !isMessage {
                let type = HTTPHead.mediaType(header["Content-Type"])
                payload = try open(ExtractedName.payload(place.number, line, mediaType: type))
            }
        } block: { piece in
            if let raw { try unsafe append(piece, to: raw) }
            if line.type == .response, raw != nil {
                try unsafe body.append(piece) { try unsafe appendBody($0, body, place, &payload) }
            } else if let payload {
                try unsafe append(piece, to: payload)
            }
        }
        if line.type == .response, raw != nil {
            try unsafe body.finish { try unsafe appendBody($0, body, place, &payload) }
        }
        if let raw {
            try finish(raw, of: line.id.urn, kind: "\(line.type.rawValue) as recorded", line, notes: [])
        }
        if let payload {
            let kind = isPage ? "page" : isMessage ? "body" : line.type.rawValue
            try finish(payload, of: line.id.urn, kind: kind, line, notes: body.notes)
        }
    }

    private mutating func appendBody(
        _ piece: UnsafeRawBufferPointer, _ body: MessageBody, _ place: RecordPlace,
        _ payload: inout ExtractedFile?
    ) throws {
        if payload == nil {
            payload = try open(
                ExtractedName.payload(place.number, place.line, mediaType: body.head?.mediaType))
        }
        if let payload { try unsafe append(piece, to: payload) }
    }

    private func open(_ name: String) throws -> ExtractedFile { try ExtractedFile(name, in: folder) }

    private mutating func append(_ piece: UnsafeRawBufferPointer, to file: ExtractedFile) throws {
        guard piece.count <= limits.totalBytes - written else { throw LimitReached() }
        written += piece.count
        try unsafe file.append(piece)
    }

    private mutating func finish(
        _ file: ExtractedFile, of name: String, kind: String, _ line: RecordLine, notes: [String]
    )
        throws
    {
        try finish(file, of: name, kind: kind, uri: line.uri, date: line.date, notes: notes)
    }

    private mutating func finish(
        _ file: ExtractedFile, of name: String, kind: String, uri: String?, date: Timestamp?, notes: [String]
    ) throws {
        files += 1
        let fields = [
            file.name, name, kind, uri ?? "", date?.text ?? "", String(file.bytes), try file.finish().hex,
            notes.joined(separator: "; "),
        ]
        // Escaped, a field holds neither tab nor line end.
        list.append(fields.map { SafeText.escaped($0, limit: BundleLimits.uriBytes) }.joined(separator: "\t"))
    }
}

extension BundleExtraction.Selection {
    fileprivate var isOneRecord: Bool { if case .record = self { true } else { false } }

    fileprivate func includes(_ place: RecordPlace, pages: Set<RandomUUID>) -> Bool {
        switch self {
        case .all: true
        case .readable: place.line.type == .resource || pages.contains(place.line.id)
        case .record(let name): place.isCalled(name)
        }
    }
}

extension RecordPlace {
    fileprivate func isCalled(_ name: String) -> Bool { line.id.urn == name || String(number) == name }
}
