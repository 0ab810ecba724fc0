import ArgumentParser
import Bytes
import Files
import Hashing

/// Reads a file that the command line names; what cannot be read ends the command with one clear line.
func readable<Value>(
    _ path: String, maximumBytes: Int = 16 << 20, _ parse: ([UInt8]) throws -> Value
) throws -> Value {
    do {
        return try parse(WholeFile.read(path, maximumBytes: maximumBytes))
    } catch let error as FileError {
        Output.say(SafeText.escaped("\(error)"))
        throw ExitStatus.noInput.code
    } catch {
        Output.say(SafeText.escaped("\(path): \(error)"))
        throw ExitStatus.badInput.code
    }
}

/// A digest as options take it: also bare, in capitals, or in the groups that reports print.
func digest(_ text: String, of option: String) throws -> SHA256Digest {
    let digits = text.lowercased().filter { !$0.isWhitespace }
    guard let digest = SHA256Digest(text: digits.hasPrefix("sha256:") ? digits : "sha256:" + digits) else {
        throw ValidationError("\(option): must be 64 hexadecimal digits, with sha256: before them or not")
    }
    return digest
}
