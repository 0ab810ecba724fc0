internal import COpenSSL

extension Certificate {
    /// Whether this is a server's for a host name or address, by its alternative names alone (RFC 9110, section 4.3.4).
    public func isFor(host: String) throws(OpenSSLError) -> Bool {
        let owner = try X509Owner.reading(der)
        defer { ERR_clear_error() }
        if unsafe X509_check_ip_asc(owner.pointer, host, 0) == 1 { return true }
        let flags = UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)
        return unsafe X509_check_host(owner.pointer, host, host.utf8.count, flags, nil) == 1
    }

    /// The DNS names that it is for, as many as a few lines hold, and how many there are in all. Text from outside.
    public func dnsNames() throws(OpenSSLError) -> (names: [String], count: Int) {
        let owner = try X509Owner.reading(der)
        var text = [CChar](repeating: 0, count: 1024)
        let count = unsafe exhibit_dns_names(owner.pointer, &text, text.count)
        ERR_clear_error()
        let names = text.split(separator: 0).map {
            String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        return (names, Int(count))
    }
}
