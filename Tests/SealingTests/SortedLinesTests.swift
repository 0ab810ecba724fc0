import TestSupport
import Testing

@testable import Sealing

@Suite struct SortedLinesTests {
    @Test(arguments: [0, 1, 7, 2000]) func givesAllLinesInOrder(count: Int) throws {
        let folder = try TemporaryFolder()
        // Runs of 4 KiB, so that most lines go over the disk.
        var lines = SortedLines(spoolingIn: folder.path, runBytes: 4096)
        var expected: [[UInt8]] = []
        for number in 0..<count {
            let line = Array("\(number &* 7919 % 2003) {\(number)}".utf8) + [0x0A]
            expected.append(line)
            try lines.append(line)
        }
        expected.sort { $0.lexicographicallyPrecedes($1) }
        var found: [[UInt8]] = []
        try lines.read { found.append(Array($0)) }
        #expect(found == expected)
    }
}
