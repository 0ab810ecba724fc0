import Codings
import Wire

extension RecordedMessage {
    /// The message with its body as it was meant, without chunks and codings, cut at `maximumBytes`.
    ///
    /// Nil for one that does not lie in memory, or cannot be decoded; `wanted` tells by the media type whether the body is worth it.
    func decoded(maximumBytes: Int, wanted: (String?) -> Bool = { _ in true }) -> RecordedMessageBody? {
        guard case .memory(let bytes) = body else { return nil }
        return try? RecordedMessageBody(head + bytes, maximumBytes: maximumBytes, wanted: wanted)
    }
}
