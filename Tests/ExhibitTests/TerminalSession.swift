import Foundation
import Glibc
import TestSupport

/// A program at a terminal of its own, and the person who answers it.
final class TerminalSession {
    private let process = Process()
    private let terminal: Int32
    /// All that was shown so far.
    private(set) var shown = ""

    init(_ arguments: [String], environment: [String: String]) throws {
        var ends: (Int32, Int32) = (-1, -1)
        guard unsafe openpty(&ends.0, &ends.1, nil, nil, nil) == 0 else {
            throw CocoaError(.fileNoSuchFile)
        }
        terminal = ends.0
        let handle = FileHandle(fileDescriptor: ends.1, closeOnDealloc: true)
        process.executableURL = URL(fileURLWithPath: Package.products + "/exhibit")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        try handle.close()
    }

    deinit { close(terminal) }

    /// Reads until `question` is shown anew, then types `answer` and Enter; false when the program ends before.
    func answer(_ question: String, _ answer: String) -> Bool {
        let start = shown.count
        while !shown.dropFirst(start).contains(question) { guard readSome() else { return false } }
        let bytes = Array((answer + "\n").utf8)
        return unsafe write(terminal, bytes, bytes.count) == bytes.count
    }

    /// Reads until `words` are shown anew, then presses a key; false when the program ends before.
    func press(_ key: UInt8, after words: String) -> Bool {
        let start = shown.count
        while !shown.dropFirst(start).contains(words) { guard readSome() else { return false } }
        return unsafe write(terminal, [key], 1) == 1
    }

    /// Reads to the end; gives the status.
    func end() -> Int32 {
        while readSome() {}
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func readSome() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4096)
        var count = -1
        // The end of another test's program interrupts a read.
        repeat { count = unsafe read(terminal, &bytes, bytes.count) } while count < 0 && errno == EINTR
        guard count > 0 else { return false }
        shown += String(decoding: bytes[..<count], as: UTF8.self)
        return true
    }
}
