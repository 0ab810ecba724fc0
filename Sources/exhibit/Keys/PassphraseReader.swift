import Files
import Glibc
import Hashing
import Signing
import VerifyCommand

/// Reads a passphrase from a file or descriptor; it is never in an argument or in the environment.
enum PassphraseReader {
    /// The shortest that `init` takes, in bytes.
    static let minimumBytes = 12
    /// The longest that libcrypto asks for.
    static let maximumBytes = 1000

    static func read(file path: String) throws -> Passphrase {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw FileError("open", path) }
        defer { close(descriptor) }
        return try read(descriptor: descriptor, called: path)
    }

    static func read(descriptor: Int32) throws -> Passphrase {
        try read(descriptor: descriptor, called: "--passphrase-fd \(descriptor)")
    }

    /// Reads to the end, and cuts off one line end.
    private static func read(descriptor: Int32, called name: String) throws -> Passphrase {
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 2)
        var count = 0
        while count < bytes.count {
            let got = unsafe bytes.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress.map { unsafe $0 + count }, $0.count - count)
            }
            if got == 0 { break }
            if got > 0 {
                count += got
            } else if errno != EINTR {
                let error = FileError("read", name)
                Passphrase.cleanse(&bytes)
                throw error
            }
        }
        if count > 0, bytes[count - 1] == 0x0A { count -= 1 }
        if count > 0, bytes[count - 1] == 0x0D { count -= 1 }
        let hasLineEnd = bytes[..<count].contains { $0 == 0x0A || $0 == 0 }
        guard count > 0, count <= maximumBytes, !hasLineEnd else {
            Passphrase.cleanse(&bytes)
            throw CommandError(
                .badInput, "\(name): must hold the passphrase on one line of 1 to \(maximumBytes) bytes")
        }
        bytes.removeLast(bytes.count - count)  // shortens in place, so that no copy stays behind
        return Passphrase(bytes)
    }
}
