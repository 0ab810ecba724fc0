public import Bytes
public import Hashing

/// A JSON file that somebody's key signs: one format, a closed shape, one spelling.
public protocol SignedForm {
    /// As `exhibit-receipt/1`.
    static var format: String { get }
    /// Digest of the certificate of who signs.
    var signer: SHA256Digest { get }
    var serialized: [UInt8] { get }

    /// Whether it names the holder of this certificate, and says of them what the certificate says.
    func isBy(_ certificate: Certificate) -> Bool

    /// Reads the members after `format`, all of them.
    init(members object: inout JSONObject) throws(JSONShapeError)
}

extension SignedForm {
    public func isBy(_ certificate: Certificate) -> Bool { signer == certificate.digest }

    /// Reads what `serialized` writes, and nothing else.
    public static func parse(_ bytes: [UInt8]) throws(StatementError) -> Self {
        let value = try StatementError.reading(bytes)
        let form: Self
        do throws(JSONShapeError) {
            var object = try JSONObject(value)
            guard try object.string("format") == format else {
                throw object.wrong("format", "must be \(format)")
            }
            form = try Self(members: &object)
            try object.finish()
        } catch {
            throw .shape(error)
        }
        guard form.serialized == bytes else { throw .notCanonical }
        return form
    }

    /// Reads a file and its detached signature, which must be a valid one by whom the file names. Who that is, and whether they are
    /// trusted, is for the caller.
    public static func verified(_ bytes: [UInt8], _ signature: [UInt8]) throws(SignedFormError) -> (
        form: Self, signature: SignedData
    ) {
        let signed: SignedData
        do throws(CMSError) { signed = try SignedData.read(signature) } catch { throw .signature(error) }
        guard (try? signed.verifies(bytes)) == true else { throw .signatureInvalid }
        if case .otherVersion(let version) = SignedFormat.read(bytes, expecting: format) {
            throw .newerVersion(version)
        }
        let form: Self
        do throws(StatementError) { form = try parse(bytes) } catch { throw .form(error) }
        guard form.isBy(signed.signer) else { throw .anotherSigner }
        return (form, signed)
    }
}
