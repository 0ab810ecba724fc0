/// Why a capture could not be made; what had been written is kept.
public enum CaptureError: Error, CustomStringConvertible {
    /// No browser that could be started.
    case browserUnavailable(String)
    /// Something failed that is no outcome; what was whole is in this file, to be sealed with `exhibit recover`.
    case notSealed(partial: String, cause: any Error)

    public var description: String {
        switch self {
        case .browserUnavailable(let reason): reason
        case .notSealed(let partial, let cause):
            "\(cause); what was captured is kept, and can be sealed with: exhibit recover \(partial)"
        }
    }
}
