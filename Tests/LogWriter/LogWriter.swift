import Custody
import Foundation

/// Writes to a custody log, so that tests can kill it at any moment: `log-writer FOLDER` prints how many entries were promised after each
/// time that it appended.
@main
struct LogWriter {
    /// How many entries at a time; before a negative number tiles are made.
    private static let lots = [1, 1, -1, 254, -1, 1, 3, -2]

    static func main() {
        do {
            let log = try TileLog(folder: CommandLine.arguments[1], origin: "force.example.custody/1")
            var size = 0
            for lot in lots {
                if lot < 0 { _ = try log.note() }
                let items = (size..<(size + abs(lot))).map { number in
                    LogItem(entry: Array("entry \(number)".utf8), details: Array("details \(number)".utf8))
                }
                _ = try log.append(items)
                size += abs(lot)
                FileHandle.standardOutput.write(Data("\(size)\n".utf8))
            }
            _ = try log.note()
        } catch {
            FileHandle.standardError.write(Data("log-writer: \(error)\n".utf8))
            exit(3)
        }
    }
}
