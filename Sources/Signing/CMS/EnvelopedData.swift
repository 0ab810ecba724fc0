internal import COpenSSL
public import Hashing

/// CMS EnvelopedData (RFC 5652, section 6): contents that only the holder of a certificate's key can read.
public enum EnvelopedData {
    /// `content`, encrypted with AES-256-CBC under a fresh key for `recipient`, as DER that `openssl cms -decrypt` opens.
    public static func encrypt(_ content: [UInt8], to recipient: Certificate) throws(OpenSSLError) -> [UInt8]
    {
        ERR_clear_error()
        _ = SHA256Algorithm.shared
        let owner = try X509Owner.reading(recipient.der)
        guard let stack = unsafe exhibit_certificates_new() else { throw .drained(after: "sk_X509_new_null") }
        defer { unsafe exhibit_certificates_free(stack) }
        guard unsafe X509_up_ref(owner.pointer) == 1 else { throw .drained(after: "X509_up_ref") }
        guard unsafe exhibit_certificates_push(stack, owner.pointer) > 0 else {
            unsafe X509_free(owner.pointer)
            throw .drained(after: "sk_X509_push")
        }
        let bio = try MemoryBIO.holding(content)
        guard let envelope = unsafe CMS_encrypt(stack, bio.pointer, EVP_aes_256_cbc(), UInt32(CMS_BINARY))
        else {
            throw .drained(after: "CMS_encrypt")
        }
        defer { unsafe CMS_ContentInfo_free(envelope) }
        let output = try MemoryBIO.empty()
        guard unsafe i2d_CMS_bio(output.pointer, envelope) == 1 else { throw .drained(after: "i2d_CMS_bio") }
        return output.contents
    }
}
