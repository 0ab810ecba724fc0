import Archive
import Bytes
import Files
import Reading
import Reporting
import Verifier
import VerifyCommand

/// A bundle that is opened for a person, and the verdict of a quick check that comes before anything else.
struct BundleReading {
    let path: String
    let verdict: Verdict
    let bundle: ReadableBundle

    /// Checks and opens a file; a file that is no bundle ends the command with status 65.
    static func open(_ path: String, _ trusted: TrustOptions) throws -> BundleReading {
        let options = VerifyOptions(anchors: try trusted.anchors(), quick: true)
        let verdict = try BundleVerifier.verify(path: path, options: options)
        do {
            return BundleReading(path: path, verdict: verdict, bundle: try ReadableBundle(path: path))
        } catch is ContainerError {
            throw CommandError(
                .badInput, "\(SafeText.escaped(path, limit: 4096)): \(VerdictLine.text(verdict))")
        }
    }

    /// What the bundle says of itself.
    func summary() throws -> BundleSummary {
        do {
            return try BundleSummary.read(bundle)
        } catch let error as ReadingError {
            Output.say(VerdictLine.text(verdict))
            throw CommandError(
                .badInput, "\(SafeText.escaped(path, limit: 4096)): \(SafeText.escaped("\(error)"))")
        }
    }
}
