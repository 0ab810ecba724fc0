import Glibc

/// Addresses as text.
enum IPAddressText {
    /// Whether `text` is an IPv4 or IPv6 address in a form that inet_pton(3) reads.
    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= 45 else { return false }
        var four = in_addr()
        var six = in6_addr()
        return unsafe inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
    }
}
