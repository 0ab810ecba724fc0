import Bytes
internal import CPlatform
import Glibc
public import Hashing
public import Signing

/// A signer elsewhere, reached through a program: it gets a digest on standard input and answers with a signature.
///
/// The input is one line, `sha256:` and 64 hexadecimal digits; the answer the signature in base 64, ECDSA as DER or RSA PKCS#1
/// v1.5. The program runs without a shell, is given 60 seconds, and its words on standard error are shown to the person.
public struct CommandSigner: DigestSigner {
    public let program: String
    public let spki: [UInt8]

    private static let maximumAnswerBytes = 8 << 10
    private static let milliseconds: Int32 = 60_000

    public init(program: String, spki: [UInt8]) {
        self.program = program
        self.spki = spki
    }

    /// Why the program gave no signature.
    public enum Failure: Error, CustomStringConvertible {
        case notStarted(String)
        case status(String, Int32)
        case timedOut(String)
        case answer(String)

        public var description: String {
            switch self {
            case .notStarted(let program): "\(program): cannot be started"
            case .status(let program, let status):
                "\(program): ended with status \(status) and gave no signature"
            case .timedOut(let program): "\(program): gave no signature in a minute"
            case .answer(let program): "\(program): what it answered is no signature in base 64"
            }
        }
    }

    public func sign(_ digest: SHA256Digest) throws -> [UInt8] {
        let input = Array((digest.text + "\n").utf8)
        var answer = [UInt8](repeating: 0, count: Self.maximumAnswerBytes)
        var count = answer.count
        var status: Int32 = 0
        guard
            unsafe exhibit_run_filter(
                program, nil, nil, input, input.count, &answer, &count, Self.milliseconds, &status) == 0
        else {
            switch errno {
            case ETIMEDOUT: throw Failure.timedOut(program)
            case EFBIG: throw Failure.answer(program)
            default: throw Failure.notStarted(program)
            }
        }
        // A status as wait(2) has it: killed by a signal in the low bits, else the status above them.
        guard status == 0 else {
            throw Failure.status(program, status & 0x7F == 0 ? status >> 8 : -(status & 0x7F))
        }
        guard let signature = Base64.decode(answer.prefix(count).filter { !$0.isWhitespace }) else {
            throw Failure.answer(program)
        }
        return signature
    }
}

extension UInt8 {
    fileprivate var isWhitespace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
