public import Bytes

/// How a capture tells a custody log that it begins, and that it ended without a bundle. What goes wrong with the log is for these two to
/// tell: a capture is made all the same.
public struct CaptureCustody: Sendable {
    /// Why a capture ended without a bundle.
    public enum Ending: Sendable {
        /// A person stopped it.
        case abandoned
        case failed(String)
    }

    /// Called before the first connection, with the bundle's name and what is to be captured; gives the log's checkpoint over that event.
    let begin: @Sendable (RandomUUID, String) -> String?
    let endWithoutBundle: @Sendable (RandomUUID, Ending) -> Void

    public init(
        begin: @escaping @Sendable (RandomUUID, String) -> String?,
        endWithoutBundle: @escaping @Sendable (RandomUUID, Ending) -> Void
    ) {
        self.begin = begin
        self.endWithoutBundle = endWithoutBundle
    }
}
