import Bytes
import SealedParts
import Signing
import VerifyCommand

extension CommandError {
    /// Says, of what cannot be encrypted or opened, which file, folder or exhibit it is.
    static func naming<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let failure as SealedParts.Failure {
            throw CommandError(
                failure == .noList ? .noInput : .badInput,
                "\(SafeText.escaped(name, limit: 4096)): \(failure)")
        } catch let failure as AuthenticatedEnvelope.Failure {
            throw CommandError(.badInput, "\(SafeText.escaped(name, limit: 4096)): \(failure)")
        }
    }
}
