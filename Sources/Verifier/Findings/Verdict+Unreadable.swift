public import Files
import Glibc

extension Verdict {
    /// The verdict on a file that the system does not let us read.
    public static func unreadable(_ error: FileError) -> Verdict {
        // Devices and pipes are opened without being read.
        let cause = error.number == EINVAL ? "it is not an ordinary file" : error.cause
        let finding = Finding(
            "container.unreadable", .foreign, .container,
            "This file cannot be read, and nothing was checked: \(cause).")
        return decide([finding], subject: Subject())
    }
}
