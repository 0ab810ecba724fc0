import Glibc

/// Standard output and standard error, whole texts at a time.
public enum Output {
    public static func write(_ text: String, to descriptor: Int32 = 1) {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let wrote = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
            }
            // A reader that went away, as of a pipe into `head`, is no fault of ours.
            if wrote < 0, errno != EINTR { return }
            if wrote > 0 { done += wrote }
        }
    }

    /// A line of progress, advice or complaint.
    public static func say(_ line: String) { write(line + "\n", to: STDERR_FILENO) }
}
