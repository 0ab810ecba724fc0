import Archive
import Bytes
import Hashing
import Signing
import Verifier

/// `datapackage-digest.json`: the digest of the list of files, and a signature over it (WACZ-auth 0.1.0).
enum PackageSignature {
    private static let anonymous: Set<String> = [
        "hash", "created", "software", "version", "signature", "publicKey",
    ]
    private static let identified: Set<String> = [
        "hash", "created", "software", "version", "signature", "domain", "domainCert", "timeSignature",
        "timestampCert",
        "crossSignedCert",
    ]
    /// WACZ-auth, "Verification", step 7.
    private static let allowanceSeconds: Int64 = 600

    static func check(
        _ container: ForeignContainer<some ByteSource>, package: [UInt8], _ value: JSONValue,
        options: VerifyOptions,
        log: inout ForeignLog
    ) throws {
        guard let entry = container.entry("datapackage-digest.json"),
            let bytes = try container.contents(entry, maximumBytes: 4 << 20)
        else {
            return log.add(
                Finding(
                    "foreign.unsigned", .caveat, .signer,
                    "nothing in the file is signed: whoever changed a file could have changed the list of digests with it"
                ))
        }
        guard let digest = try? JSONReader.parse(bytes), let hash = digest["hash"]?.string,
            digest["path"]?.string == "datapackage.json"
        else { return fail(&log, "foreign.package-form", .malformed, "it is not what WACZ asks for") }
        guard hash == SHA256Digest.of(package).text else {
            return fail(
                &log, "foreign.package-digest", .altered,
                "the list of files is not the one that this digest is of")
        }
        guard let signed = digest["signedData"], !signed.isNull else {
            return log.add(
                Finding(
                    "foreign.unsigned", .caveat, .signer,
                    "nothing in the file is signed: whoever changed a file could have changed the list of digests with it"
                ))
        }
        let names = Set(signed.object?.map(\.name) ?? [])
        guard names.isSubset(of: names.contains("publicKey") ? anonymous : identified) else {
            return fail(
                &log, "foreign.signature-form", .malformed,
                "the signature has members that the format does not allow")
        }
        // The pair that a verifier must not forget to compare.
        guard signed["hash"]?.string == hash else {
            return fail(
                &log, "foreign.signature-other", .altered,
                "the signature is over the digest of another list of files")
        }
        if let created = value["created"]?.string, let stated = signed["created"]?.string, created != stated {
            return fail(
                &log, "foreign.signature-other", .altered,
                "the signature is of another time than the list of files")
        }
        guard let signature = signed["signature"]?.string.flatMap({ Base64.decode($0) }) else {
            return fail(&log, "foreign.signature-form", .malformed, "the signature is no base 64")
        }
        if let key = signed["publicKey"]?.string.flatMap({ Base64.decode($0) }) {
            guard try verifies(signature, of: Array(hash.utf8), key: key) else {
                return fail(
                    &log, "foreign.signature-invalid", .altered,
                    "the signature is not one over the list of files")
            }
            return log.add(
                Finding(
                    "foreign.signed-anonymously", .caveat, .signer,
                    "signed with the key \(KeyText.short(SHA256Digest.of(key))), which came with the file: nothing says whose it is, and anybody could sign a changed file with a key of their own"
                ))
        }
        try checkIdentity(signed, signature, hash, options: options, log: &log)
    }

    private static func fail(_ log: inout ForeignLog, _ code: String, _ kind: Finding.Kind, _ text: String) {
        log.add(Finding(code, .failure(kind), .signer, at: "datapackage-digest.json", text))
    }

    private static func unshown(_ log: inout ForeignLog, _ text: String) {
        log.add(Finding("foreign.identity-unshown", .caveat, .signer, text))
    }

    /// RSA, or ECDSA as DER or as r and s, told apart by their shape; with SHA-256.
    private static func verifies(_ signature: [UInt8], of message: [UInt8], key: [UInt8]) throws -> Bool {
        guard let kind = KeyKind(spki: key) else { return false }
        let half = kind == .p256 ? 32 : 48
        var der = signature
        if !kind.isRSA, signature.count == 2 * half,
            DERElement.first(of: signature[...])?.rest.isEmpty != true
        {
            der = DERText.element(
                0x30, DERText.integer(Array(signature[..<half])) + DERText.integer(Array(signature[half...])))
        }
        return try ServerSignatureScheme.verifies(
            der, of: message, scheme: kind.isRSA ? 0x0401 : 0x0403, spki: key, isTLS13: false)
    }

    /// Domain identity: a server's certificate signed, and a timestamp is over its signature.
    private static func checkIdentity(
        _ signed: JSONValue, _ signature: [UInt8], _ hash: String, options: VerifyOptions,
        log: inout ForeignLog
    ) throws {
        guard let domain = signed["domain"]?.string,
            let chain = try? CertificatePEM.decode(Array((signed["domainCert"]?.string ?? "").utf8)),
            let leaf = chain.first
        else {
            return fail(
                &log, "foreign.signature-form", .malformed, "the signature names no key and no domain")
        }
        let shown = SafeText.escaped(domain, limit: 120)
        guard try verifies(signature, of: Array(hash.utf8), key: leaf.spki) else {
            return fail(
                &log, "foreign.signature-invalid", .altered, "the signature is not one over the list of files"
            )
        }
        guard try leaf.isFor(host: domain) else {
            return fail(
                &log, "foreign.signature-other", .malformed,
                "the certificate is not for the domain that it is shown for")
        }
        let time = try timestamp(signed, options: options, log: &log)
        guard let time else {
            return unshown(
                &log,
                "signed with a key of the domain \(shown), by its certificate; no timestamp that counts shows when, so the certificate was not checked"
            )
        }
        if let created = signed["created"]?.string.flatMap({ Timestamp($0) }),
            abs(time.seconds - created.seconds) > allowanceSeconds
        {
            unshown(
                &log, "the timestamp is more than ten minutes away from the time that the signature claims")
        }
        guard
            case .anchored(let path) = try CertificatePath.verify(
                leaf, intermediates: chain.dropFirst() + certificates(signed, "crossSignedCert"),
                anchors: options.anchors.serverRoots, at: time,
                for: .server)
        else {
            return unshown(
                &log,
                "signed with a key of the domain \(shown), by its certificate, which leads to no authority that you named (--server-trust)"
            )
        }
        log.add(
            Finding(
                "foreign.signed-by-domain", .note, .signer,
                "signed at \(time.text) by whoever held a key of the domain \(shown) (certificate from \(SafeText.escaped(path.last?.subject ?? "", limit: 80))): that shows control of the domain then, not who captured, nor what"
            ))
    }

    private static func certificates(_ signed: JSONValue, _ name: String) -> [Certificate] {
        (try? CertificatePEM.decode(Array((signed[name]?.string ?? "").utf8))) ?? []
    }

    /// The time of the token over the signature, when its authority is one that the verifier named.
    private static func timestamp(
        _ signed: JSONValue, options: VerifyOptions, log: inout ForeignLog
    ) throws -> Timestamp? {
        guard let text = signed["signature"]?.string,
            let der = signed["timeSignature"]?.string.flatMap({ Base64.decode($0) })
        else { return nil }
        // The whole TimeStampResp, or the token alone.
        let parts = DERElement.first(of: der[...])?.element.children
        let token = parts?.first?.tag == 0x30 ? parts?.last.map { Array($0.whole) } : der
        let extra = certificates(signed, "timestampCert")
        guard let token, let read = try? TimestampToken.read(token) else { return nil }
        guard try read.info.covers(Array(text.utf8)) else {
            fail(&log, "foreign.signature-other", .altered, "the timestamp is over another signature")
            return nil
        }
        guard case .anchored = try read.path(to: options.anchors.timestampRoots, intermediates: extra) else {
            return nil
        }
        return read.info.time
    }
}
