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

/// A digest as options take it.
func digest(_ text: String, of option: String) throws -> SHA256Digest {
    guard let digest = SHA256Digest(text: text) else {
        throw ValidationError("\(option): must be sha256: and 64 hexadecimal digits in lower case")
    }
    return digest
}
