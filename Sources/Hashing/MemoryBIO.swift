internal import COpenSSL

/// Bytes that libcrypto reads or writes as a stream. Owns one memory BIO.
@safe package struct MemoryBIO: ~Copyable {
    package let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe BIO_free_all(pointer) }

    /// One to be written to.
    package static func empty() throws(OpenSSLError) -> MemoryBIO {
        ERR_clear_error()
        guard let pointer = unsafe BIO_new(BIO_s_mem()) else { throw .drained(after: "BIO_new") }
        return unsafe MemoryBIO(owning: pointer)
    }

    /// One that holds a copy of `bytes`.
    package static func holding(_ bytes: [UInt8]) throws(OpenSSLError) -> MemoryBIO {
        let bio = try empty()
        guard
            bytes.isEmpty
                || (unsafe BIO_write(bio.pointer, bytes, Int32(clamping: bytes.count))) == bytes.count
        else {
            throw .drained(after: "BIO_write")
        }
        return bio
    }

    /// What was written so far.
    package var contents: [UInt8] {
        var start: UnsafeMutablePointer<UInt8>?
        let count = unsafe exhibit_bio_bytes(pointer, &start)
        return unsafe Array(UnsafeBufferPointer(start: start, count: max(0, count)))
    }
}
