import Files
import Hashing
import Storage

/// Collects a body: a small one in memory, a large one on disk, never more than the limits allow.
struct BodyCollector: ~Copyable {
    /// A body that grows beyond this goes to disk.
    private static let memoryBytes = 1 << 20

    private let spoolFolder: String
    private let budget: CaptureBudget
    private var left: Int
    private var memory: [UInt8] = []
    private var spool: SpoolFile?
    private var digest: RunningDigest?

    init(spoolFolder: String, limit: Int, budget: CaptureBudget) {
        self.spoolFolder = spoolFolder
        self.budget = budget
        left = limit
    }

    /// Keeps a piece; gives how much of it fits the limits: less than all means that the body ends here.
    mutating func append(_ piece: UnsafeRawBufferPointer) throws -> Int {
        let count = budget.take(min(piece.count, left))
        left -= count
        let kept = unsafe UnsafeRawBufferPointer(rebasing: piece[..<count])
        if let spool {
            try unsafe spool.append(kept)
            try unsafe digest?.update(kept)
        } else if memory.count + count > Self.memoryBytes {
            let spool = try SpoolFile(in: spoolFolder)
            var digest = try RunningDigest.sha256()
            try spool.append(memory)
            try digest.update(memory)
            try unsafe spool.append(kept)
            try unsafe digest.update(kept)
            memory = []
            self.spool = spool
            self.digest = consume digest
        } else {
            unsafe memory += kept
        }
        return count
    }

    consuming func finish() throws -> RecordedBody {
        guard let spool, let digest = digest.take() else { return .memory(memory) }
        return .spooled(spool, bytes: spool.count, digest: try digest.finalize())
    }
}
