import Archive
import ArgumentParser
import Bytes
import Capture
import Custody
import Evidence
import Files
import Glibc
import Handover
import Hashing
import OfficerKeys
import SealedParts
import Sealing
import Signing
import Tokens
import Vault
import VerifyCommand

/// Why a command stops: one clear line, and the status that it ends with.
struct CommandError: Error {
    let status: ExitStatus
    /// Begins in lower case, has no full stop; text from outside is escaped.
    let text: String

    init(_ status: ExitStatus, _ text: String) {
        self.status = status
        self.text = text
    }

    /// Ends the program as `error` asks: the one place where errors become lines and statuses.
    static func end(with error: any Error) -> Never {
        guard let failure = CommandError(error) else { Exhibit.exit(withError: error) }
        Output.say("exhibit: \(failure.text)")
        exit(failure.status.rawValue)
    }

    /// Nil for what the argument parser words itself: usage, help, and statuses.
    init?(_ error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as FileError:
            self.init(Self.status(of: error), SafeText.escaped(error.description, limit: 4096))
        case let error as SealingError:
            self.init(Self.status(of: error), SafeText.escaped(error.description, limit: 4096))
        case let error as KeyFolderError:
            self.init(
                error.isMissing ? .noInput : .badInput, SafeText.escaped(error.description, limit: 4096))
        case let error as TokenError: self.init(.badInput, SafeText.escaped(error.description, limit: 4096))
        case let error as CommandSigner.Failure:
            self.init(.unavailable, SafeText.escaped(error.description, limit: 4096))
        case let error as AgentSigner.Failure: self.init(.unavailable, error.description)
        case let error as TrustListFile.Failure: self.init(.badInput, SafeText.escaped(error.description))
        case let error as PackingError:
            self.init(.noInput, SafeText.escaped(error.description, limit: 4096))
        case let error as CaptureError:
            self.init(Self.status(of: error), SafeText.escaped(error.description, limit: 4096))
        case let error as LogFailure:
            self.init(.badInput, SafeText.escaped(error.description, limit: 4096))
        case let error as HandoverBag.Failure: self.init(.badInput, error.description)
        case let error as SealedParts.Failure:
            self.init(error == .noList ? .noInput : .badInput, error.description)
        case let error as AuthenticatedEnvelope.Failure:
            self.init(.badInput, SafeText.escaped(error.description, limit: 4096))
        case let error as VaultError:
            self.init(Self.status(of: error), SafeText.escaped(error.description, limit: 4096))
        case let error as KeyError: self.init(.badInput, error.description)
        case let error as ContainerError: self.init(.badInput, error.description)
        case is ExitCode, is CleanExit, is ValidationError: return nil
        case let error as OpenSSLError: self.init(.software, SafeText.escaped(error.description, limit: 4096))
        default:
            guard Exhibit.exitCode(for: error) == .failure else { return nil }
            self.init(.software, SafeText.escaped("\(error)", limit: 4096))
        }
    }

    private static func status(of error: FileError) -> ExitStatus {
        switch error.number {
        case _ where error.isDiskFull: .io
        case ENOENT, ENOTDIR, EISDIR, EINVAL: error.operation == "create" ? .cannotCreate : .noInput
        case EACCES, EPERM, EROFS: error.operation == "open" ? .noInput : .cannotCreate
        case EEXIST: .cannotCreate
        default: .io
        }
    }

    private static func status(of error: VaultError) -> ExitStatus {
        switch error.kind {
        case .missing: .noInput
        case .refused: .unavailable
        case .taken: .cannotCreate
        case .wrong: .badInput
        }
    }

    private static func status(of error: CaptureError) -> ExitStatus {
        switch error {
        case .browserUnavailable: .unavailable
        case .notSealed: .io
        }
    }

    private static func status(of error: SealingError) -> ExitStatus {
        switch error {
        case .journalChanged: .badInput
        case .noJournal, .nothingLeft: .noInput
        case .stopped(let cause, _): status(of: cause)
        case .broken, .tooManyRecords: .io
        case .notSignable: .software
        case .signedByAnother: .unavailable
        case .valueNotAllowed: .software
        case .inUse, .unfinished, .nameTaken: .cannotCreate
        }
    }
}
