import Archive
import Bytes
import Evidence
import Hashing

/// A signed file of the bundle and its signature, which is valid: the statement, or the derivation of a derived bundle.
struct SignedPart {
    let names: BundlePath.Signed
    private let content: [UInt8]
    let digest: SHA256Digest
    let signature: SignedData

    /// Nil when nothing that the file says can be relied on; the log has the reason.
    static func read(_ names: BundlePath.Signed, of bundle: OpenBundle<some ByteSource>, _ log: FindingLog)
        throws -> SignedPart?
    {
        guard let content = try bundle.read(names.content, maximumBytes: BundleLimits.jsonBytes, log),
            let der = try bundle.read(names.signature, maximumBytes: BundleLimits.signatureBytes, log)
        else { return nil }
        let signature: SignedData
        do {
            signature = try SignedData.read(der)
        } catch CMSError.digestNotSHA256 where SignedData.isValidOtherwise(der, over: content) {
            log.add(
                Finding(
                    "signer.weak-digest", .unanchored, .signer, at: names.signature,
                    "The signature does not rest on SHA-256, so nothing that it binds can be relied on; nothing was checked."
                ))
            return nil
        } catch {
            log.fail(
                "statement.signature-form", .altered, .statement, at: names.signature,
                "the signature \(error)")
            return nil
        }
        guard try signature.verifies(content) else {
            log.fail(
                "statement.signature-invalid", .altered, .statement, at: names.signature,
                "the signature is not one over \(names.content)")
            return nil
        }
        if let value = try bundle.read(names.signatureValue, maximumBytes: 4096, log),
            value != signature.signatureValue
        {
            log.fail(
                "statement.signature-value-differs", .altered, .statement, at: names.signatureValue,
                "this is not the signature value inside \(names.signature)")
        }
        return SignedPart(
            names: names, content: content, digest: SHA256Digest.of(content), signature: signature)
    }

    /// What a reader of JSON made of the content: nil, and the log has the reason, when it is of another version or of none.
    func parsed<Value>(
        _ format: String, _ options: VerifyOptions, _ log: FindingLog,
        _ parse: ([UInt8]) throws(StatementError) -> Value, critical: (Value) -> [String]
    ) throws -> Value? {
        let value: Value
        do throws(StatementError) {
            value = try parse(content)
        } catch {
            if case .otherVersion(let name) = SignedFormat.read(content, expecting: format) {
                try unsupported(
                    "\(names.content) is of the format \(SafeText.escaped(name, limit: 60))", options, log)
            } else {
                log.fail(
                    "statement.form", .malformed, .statement, at: names.content, "\(names.content) \(error)")
            }
            return nil
        }
        guard let name = critical(value).first else { return value }
        try unsupported(
            "\(names.content) asks that \(SafeText.escaped(name, limit: 60)) be understood", options, log)
        return nil
    }

    /// Whether the certificate that it names is the one that signed it.
    func checkNames(_ signer: SHA256Digest, _ log: FindingLog) {
        guard signer != signature.signer.digest else { return }
        log.fail(
            "statement.signer-differs", .altered, .statement, at: names.content,
            "it names another certificate than the one that signed it")
    }

    private func unsupported(_ what: String, _ options: VerifyOptions, _ log: FindingLog) throws {
        let standing = try options.anchors.standing(
            of: signature, at: nil, captured: signature.signingTime)
        let headline: String
        if case .none = standing {
            headline = "Made by a newer version of the program, or forged; nothing was checked."
        } else {
            headline = "Made by a newer version of the program; this one cannot check it."
        }
        log.add(Finding("statement.version", .unsupported, .statement, at: names.content, headline))
        log.add(Finding("statement.version-detail", .note, .statement, at: names.content, what))
    }
}
