import Bytes
internal import COpenSSL

/// Owns one reference to libcrypto's `X509`.
@safe package struct X509Owner: ~Copyable {
    package let pointer: OpaquePointer

    package init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe X509_free(pointer) }

    enum Name: Equatable { case subject, issuer }
    enum Limit { case notBefore, notAfter }

    /// Reads one certificate that fills `der` exactly.
    package static func reading(_ der: [UInt8]) throws(OpenSSLError) -> X509Owner {
        ERR_clear_error()
        let pointer = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var start = buffer.baseAddress
            guard let pointer = unsafe d2i_X509(nil, &start, buffer.count) else { return nil }
            guard unsafe start == buffer.baseAddress.map({ unsafe $0 + buffer.count }) else {
                unsafe X509_free(pointer)
                return nil
            }
            return unsafe pointer
        }
        guard let pointer = unsafe pointer else { throw .drained(after: "d2i_X509") }
        return unsafe X509Owner(owning: pointer)
    }

    package func der() throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        var der: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509(pointer, &der)
        guard count > 0 else { throw .drained(after: "i2d_X509") }
        defer { unsafe CRYPTO_free(der, #file, #line) }
        return unsafe Array(UnsafeBufferPointer(start: der, count: Int(count)))
    }

    func spki() throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        var der: UnsafeMutablePointer<UInt8>?
        // X509_get_X509_PUBKEY gives a pointer that stays the certificate's.
        let count = unsafe i2d_X509_PUBKEY(X509_get_X509_PUBKEY(pointer), &der)
        guard count > 0 else { throw .drained(after: "i2d_X509_PUBKEY") }
        defer { unsafe CRYPTO_free(der, #file, #line) }
        return unsafe Array(UnsafeBufferPointer(start: der, count: Int(count)))
    }

    func name(of which: Name) throws(OpenSSLError) -> String {
        let bio = try MemoryBIO.empty()
        // Both names stay the certificate's.
        let name =
            switch which {
            case .subject: unsafe X509_get_subject_name(pointer)
            case .issuer: unsafe X509_get_issuer_name(pointer)
            }
        guard unsafe X509_NAME_print_ex(bio.pointer, name, 0, exhibit_name_flags()) >= 0
        else { throw .drained(after: "X509_NAME_print_ex") }
        return String(decoding: bio.contents, as: UTF8.self)
    }

    /// The first value of a kind in the subject, in UTF-8.
    func subjectText(_ kind: Int32) -> String? {
        // The name, entry and string stay the certificate's.
        let name = unsafe X509_get_subject_name(pointer)
        let place = unsafe X509_NAME_get_index_by_NID(name, kind, -1)
        guard place >= 0, let entry = unsafe X509_NAME_get_entry(name, place),
            let string = unsafe X509_NAME_ENTRY_get_data(entry)
        else { return nil }
        var text: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&text, string)
        guard count >= 0 else {
            ERR_clear_error()
            return nil
        }
        defer { unsafe CRYPTO_free(text, #file, #line) }
        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
    }

    /// The time stays the certificate's.
    func time(_ limit: Limit) -> Timestamp? {
        switch limit {
        case .notBefore: unsafe ASN1Time.read(X509_get0_notBefore(pointer))
        case .notAfter: unsafe ASN1Time.read(X509_get0_notAfter(pointer))
        }
    }

    var isSelfIssued: Bool {
        unsafe X509_NAME_cmp(X509_get_subject_name(pointer), X509_get_issuer_name(pointer)) == 0
    }
}
