import Bytes
internal import COpenSSL

/// Times of certificates, lists and tokens (RFC 5280, section 4.1.2.5).
enum ASN1Time {
    /// Whole seconds; nil for what is no time, or none at all.
    static func read(_ time: UnsafePointer<ASN1_TIME>?) -> Timestamp? {
        var parts = unsafe tm()
        guard let time = unsafe time, unsafe ASN1_TIME_to_tm(time, &parts) == 1 else {
            ERR_clear_error()
            return nil
        }
        let two = { (value: Int32) in (value < 10 ? "0" : "") + String(value) }
        let year = unsafe String(parts.tm_year + 1900)
        return unsafe Timestamp(
            String(repeating: "0", count: max(0, 4 - year.utf8.count)) + year + "-" + two(parts.tm_mon + 1)
                + "-" + two(parts.tm_mday) + "T" + two(parts.tm_hour) + ":" + two(parts.tm_min) + ":"
                + two(parts.tm_sec) + "Z")
    }
}
