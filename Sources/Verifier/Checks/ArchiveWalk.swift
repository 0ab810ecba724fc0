import Archive
import Evidence

/// Goes through the archive files member by member, as the lines of `records.jsonl` tell: members tile each file.
struct ArchiveWalk {
    private let archives: [ContainerEntry]
    private let log: FindingLog
    /// What is told when every record could be read.
    private let held = FindingLog()
    /// Whether records were left out, so that files end early.
    private let isPart: Bool
    /// The place of the file that the walk is in; -1 before the first.
    private var current = -1
    /// Where in the file the member lies, and where the next one begins.
    private(set) var memberOffsetInFile = 0
    private var next = 0
    private var crc = CRC32()
    private var hasChecksum = false
    /// The file before: its size, and whether a record is alone in it that must be.
    private var previous: (bytes: Int, isLarge: Bool)?
    private var isLarge = false

    init(_ archives: [ContainerEntry], isPart: Bool, log: FindingLog) {
        self.isPart = isPart
        self.archives = archives
        self.log = log
    }

    /// The file that the walk is in.
    var entry: ContainerEntry? { archives.indices.contains(current) ? archives[current] : nil }

    /// Where in the bundle the member lies.
    var memberOffset: Int { (entry?.offset ?? 0) + memberOffsetInFile }

    /// Whether the member fills its file.
    func isWholeFile(_ line: RecordLine) -> Bool { line.bytes == entry?.bytes }

    /// Goes on to the member of a line; false when it cannot be where the line says, and nothing after it has a place.
    mutating func enter(_ line: RecordLine, _ place: RecordPlace) -> Bool {
        while next == entry?.bytes ?? 0 {
            guard current + 1 < archives.count else {
                log.fail(
                    "records.missing", .altered, .completeness, at: place.text,
                    "the record of this line is not in the archive files")
                return false
            }
            leaveFile()
            current += 1
        }
        guard let entry, line.file == entry.name, line.bytes >= GzipMember.minimumBytes,
            line.bytes <= entry.bytes - next
        else {
            log.fail(
                "records.place", .altered, .records, at: place.text,
                "the line is not that of the member in this place of the archive files")
            return false
        }
        memberOffsetInFile = next
        next += line.bytes
        return true
    }

    /// Takes the bytes of the file as they are read, when nobody else computes its checksum.
    mutating func takeChecksum(_ piece: UnsafeRawBufferPointer) {
        hasChecksum = true
        unsafe crc.update(piece)
    }

    private mutating func leaveFile() {
        if let entry {
            if hasChecksum, crc.value != entry.crc { FileDigests.reportChecksum(entry, log) }
            previous = (entry.bytes, isLarge)
        }
        next = 0
        crc = CRC32()
        hasChecksum = false
        isLarge = false
    }

    /// The rule of when a new file is begun (bundle format, section 4), for the member that was entered last.
    mutating func checkFile(of line: RecordLine, isLarge: Bool, _ place: RecordPlace) {
        let isFirst = memberOffsetInFile == 0
        if isLarge {
            self.isLarge = true
            if !isWholeFile(line) {
                held.fail(
                    "records.large-shares-file", .malformed, .records, at: place.text,
                    "a record over 8 MiB must be alone in its file")
            }
        } else if isFirst, !isPart, let previous, !previous.isLarge,
            previous.bytes + line.bytes <= BundleLimits.archiveFileBytes
        {
            held.fail(
                "records.file-split", .malformed, .records, at: place.text,
                "a new archive file begins here although the record had room in the one before")
        } else if !isFirst, next > BundleLimits.archiveFileBytes {
            held.fail(
                "records.file-split", .malformed, .records, at: place.text,
                "the record passes the size of an archive file, and should begin a new one")
        }
    }

    /// Tells what breaks the rule of when a new file is begun.
    func tellSplit() { held.findings.forEach(log.add) }

    /// At the end of the lines.
    mutating func finish() {
        if current + 1 != archives.count || next != entry?.bytes {
            log.fail(
                "records.untold", .altered, .completeness, at: BundlePath.records,
                "the archive files hold more than the lines tell")
        }
        leaveFile()
    }
}
