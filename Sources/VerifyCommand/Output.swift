import Glibc

/// Standard output and standard error, whole texts at a time.
public enum Output {
    /// Writes a text; gives the system's number for why not all of it could be written.
    @discardableResult
    public static func write(_ text: String, to descriptor: Int32 = 1) -> Int32? {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let wrote = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
            }
            if wrote < 0, errno != EINTR { return errno }
            if wrote > 0 { done += wrote }
        }
        return nil
    }

    /// A line of progress, advice or complaint.
    public static func say(_ line: String) { write(line + "\n", to: STDERR_FILENO) }
}
