internal import CLibSSL
import Glibc

/// libssl for this process.
enum LibSSL {
    /// Makes libssl ready, once: no configuration file is read, so that `OPENSSL_CONF` changes nothing.
    ///
    /// libssl writes with write(2), so that a peer that went away would end the process by SIGPIPE: it is ignored from here on.
    static let ready: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return OPENSSL_init_ssl(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil) == 1
    }()

    /// The reasons in this thread's error queue, the first cause first; empties the queue.
    static func reasons() -> String {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            if reasons.count < 4, let reason = unsafe ERR_reason_error_string(code) {
                reasons.append(unsafe String(cString: reason))
            }
        }
        return reasons.isEmpty ? "no reason was given" : reasons.joined(separator: ", ")
    }
}
