import Files
import Glibc
import Hashing
import Sealing
import Storage
import TestSupport

/// What is left to do when the last record of a capture of 1 GiB has been written.
enum SealingCost {
    private static let records = 1024
    private static let recordBytes = 1 << 20

    /// Prints milliseconds of CPU from the last record to the sealed bundle, of this process and its threads.
    ///
    /// What the system has to write to the disk is written before; the sync at the end is measured by no CPU time.
    static func run(in folder: String) throws {
        let path = folder + "/bundle.wacz"
        let maker = try SmallBundle()
        let writer = try maker.begin(at: path)
        for number in 0..<records {
            let media = try SecureRandom.bytes(recordBytes)
            try writer.append([maker.record("urn:media:\(number)", "image/jpeg", media)])
        }
        try OpenFile.updating(path + ".partial").sync()
        let before = cpuMicroseconds()
        try maker.seal(writer)
        print(Double(cpuMicroseconds() - before) / 1000)
    }

    private static func cpuMicroseconds() -> Int {
        var usage = rusage()
        _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + $1.tv_sec * 1_000_000 + Int($1.tv_usec) }
    }
}
