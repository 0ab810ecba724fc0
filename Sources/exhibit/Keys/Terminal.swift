import Bytes
import Glibc
import Hashing
import Signing
import Tables
import VerifyCommand

/// Questions at a terminal.
enum Terminal {
    /// Whether a person sits there who can be asked.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// A line that the person types, without white space around it.
    static func ask(_ question: String) throws -> String {
        Output.write(question, to: STDERR_FILENO)
        guard let line = readLine(strippingNewline: true) else { throw interrupted }
        return WhiteSpace.trimmed(line)
    }

    /// Whether the person answers yes; anything else is no.
    static func confirm(_ question: String) throws -> Bool {
        ["y", "yes"].contains(try ask(question + " [y/N] ").lowercased())
    }

    /// A passphrase, typed without being shown.
    ///
    /// The terminal is put back as it was whatever happens: keys that would end the program are read as keys.
    static func askSecret(_ question: String) throws -> Passphrase {
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandError(.io, "the terminal cannot be asked for a passphrase")
        }
        return try Keyboard.whileRaw {
            Output.write(question, to: STDERR_FILENO)  // not before: what is typed at once would be shown
            defer { Output.write("\n", to: STDERR_FILENO) }
            return try readSecret()
        }
    }

    private static func readSecret() throws -> Passphrase {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(PassphraseReader.maximumBytes)  // grown later, it would leave copies behind
        while bytes.count < PassphraseReader.maximumBytes {
            var key: UInt8 = 0
            let got = unsafe read(STDIN_FILENO, &key, 1)
            if got < 0, errno == EINTR { continue }
            switch key {
            case _ where got <= 0, 0x03, 0x1C:
                Passphrase.cleanse(&bytes)
                throw interrupted
            case 0x0A, 0x0D, 0x04: return Passphrase(bytes)
            case 0x15: bytes.removeAll(keepingCapacity: true)
            case 0x08, 0x7F:
                while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
            case 0x20...: bytes.append(key)
            default: break
            }
        }
        return Passphrase(bytes)
    }

    private static var interrupted: CommandError {
        CommandError(.interrupted, "stopped at the question; nothing was changed")
    }
}
