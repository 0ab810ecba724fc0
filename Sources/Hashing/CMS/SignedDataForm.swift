/// The grammar of a signature file, byte by byte (bundle format, section 7.4; RFC 5652, section 5).
///
/// So that one byte string alone passes as one signature, and every verifier draws the line between a broken form and an
/// invalid signature in the same place.
package struct SignedDataForm {
    package let digestAlgorithms: [UInt8]
    package let certificates: [[UInt8]]
    /// Revocation lists, and OCSP responses, that the signature carries.
    package let lists: [[UInt8]]
    package let responses: [[UInt8]]
    /// The signer info up to the signature, each part whole.
    package let signerParts: [[UInt8]]
    /// The values of the one unsigned attribute, if there is one.
    package let timestamps: [[UInt8]]

    /// id-signedData, and a content info that names id-data and holds none.
    package static let contentType: [UInt8] = [
        0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02,
    ]
    package static let contentInfo: [UInt8] = [0x30, 0x0B] + dataType
    private static let dataType: [UInt8] = [
        0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01,
    ]
    /// id-aa-signatureTimeStampToken (RFC 3161, appendix A) and id-ri-ocsp-response (RFC 5940, section 2.1).
    package static let timestampAttribute: [UInt8] = [
        0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x0E,
    ]
    package static let ocspFormat: [UInt8] = [0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x10, 0x02]
    /// content-type, message-digest, signing-time, signing-certificate-v2.
    private static let attributeNames: [[UInt8]] = [[3], [4], [5], [16, 2, 47]].map { (end: [UInt8]) in
        let name: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09] + end
        return [0x06, UInt8(name.count)] + name
    }

    private static let sha256: [[UInt8]] = [
        [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
        [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00],
    ]
    private static let ecdsa: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]
    /// rsaEncryption; sha256WithRSAEncryption.
    private static let rsa: [[UInt8]] = [
        [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00],
        [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00],
    ]

    /// What the signed attributes say.
    struct Attributes {
        /// The SET as it was signed.
        let signed: [UInt8]
        let digest: ArraySlice<UInt8>
        /// UTCTime, `YYMMDDHHMMSSZ`.
        let time: ArraySlice<UInt8>
        /// The digest of the signer's certificate.
        let certificate: ArraySlice<UInt8>
    }

    /// The issuer and serial number of the signer's certificate.
    var signer: [UInt8] { Self.contents(signerParts[1]) }
    var usesRSA: Bool { Self.rsa.contains(Self.contents(signerParts[4])) }
    var signatureValue: [UInt8] { Self.contents(signerParts[5]) }

    /// The signed attributes; checks first what is fixed in the other parts.
    func attributes() throws(CMSError) -> Attributes {
        guard Self.sha256.contains(Self.contents(signerParts[2])) else { throw .digestNotSHA256 }
        guard
            Self.sha256.map({ [0x31, UInt8($0.count + 2), 0x30, UInt8($0.count)] + $0 }).contains(
                digestAlgorithms)
        else { throw .notCanonical }
        guard usesRSA || Self.contents(signerParts[4]) == Self.ecdsa else { throw .signatureAlgorithm }
        var values: [[UInt8]: DERElement] = [:]
        for attribute in DERElement.whole(signerParts[3], tag: 0xA0)?.children ?? [] {
            guard attribute.tag == 0x30, let halves = attribute.children, halves.count == 2,
                halves[1].tag == 0x31,
                let list = halves[1].children, list.count == 1,
                values.updateValue(list[0], forKey: Array(halves[0].whole)) == nil
            else { throw .signedAttributes }
        }
        let found = Self.attributeNames.compactMap { values[$0] }
        guard values.count == 4, found.count == 4, found[0].whole.elementsEqual(Self.dataType),
            found[1].tag == 0x04, found[1].contents.count == 32
        else { throw .signedAttributes }
        guard found[2].tag == 0x17 else { throw .signingTime }
        guard found[3].tag == 0x30, let list = found[3].children?.first, list.tag == 0x30,
            let named = list.children?.first, named.tag == 0x30, let hash = named.children?.first,
            hash.tag == 0x04
        else { throw .signingCertificateDiffers }
        return Attributes(
            signed: [0x31] + signerParts[3].dropFirst(), digest: found[1].contents, time: found[2].contents,
            certificate: hash.contents)
    }

    /// The parts of signed-data with one signer.
    package static func parts(of der: [UInt8]) throws(CMSError) -> SignedDataForm {
        // ContentInfo: type, [0] signed-data: version, digest algorithms, content info, [0] certificates, [1] lists, signers
        guard let info = DERElement.whole(der, tag: 0x30)?.children, info.count == 2 else {
            throw .notCanonical
        }
        guard info[0].whole.elementsEqual(contentType) else { throw .notSignedData }
        guard info[1].tag == 0xA0, let inner = info[1].children, inner.count == 1, inner[0].tag == 0x30,
            let data = inner[0].children, data.count == 5 || data.count == 6, data[1].tag == 0x31
        else { throw .notCanonical }
        guard data[2].whole.elementsEqual(contentInfo) else { throw .notDetached }
        guard data[3].tag == 0xA0, let certificates = data[3].children, isSorted(certificates),
            data.count == 5 || data[4].tag == 0xA1,
            let signers = data.last, signers.tag == 0x31, let signer = signers.children
        else { throw .notCanonical }
        guard signer.count == 1 else { throw .signerCount(signer.count) }
        let tags: [UInt8] = [0x02, 0x30, 0x30, 0xA0, 0x30, 0x04]
        guard signer[0].tag == 0x30, let parts = signer[0].children, parts.count == 6 || parts.count == 7,
            parts.prefix(6).map(\.tag) == tags, let attributes = parts[3].children, isSorted(attributes)
        else { throw .notCanonical }
        let (lists, responses) = data.count == 6 ? try revocation(data[4]) : ([], [])
        guard data[0].whole.elementsEqual([0x02, 0x01, responses.isEmpty ? 1 : 5]),
            parts[0].whole.elementsEqual([0x02, 0x01, 0x01])
        else { throw .version }
        // SignerInfo: version, issuer and serial, digest algorithm, [0] signed, signature algorithm, signature, [1] unsigned
        var timestamps: [[UInt8]] = []
        if parts.count == 7 {
            guard parts[6].tag == 0xA1, let attributes = parts[6].children, attributes.count == 1,
                attributes[0].tag == 0x30,
                let attribute = attributes[0].children, attribute.count == 2, attribute[1].tag == 0x31,
                attribute[0].whole.elementsEqual(timestampAttribute), let values = attribute[1].children,
                !values.isEmpty, values.allSatisfy({ $0.tag == 0x30 }), isSorted(values)
            else { throw .unsignedAttributes }
            timestamps = values.map { Array($0.whole) }
        }
        return SignedDataForm(
            digestAlgorithms: Array(data[1].whole), certificates: certificates.map { Array($0.whole) },
            lists: lists, responses: responses, signerParts: parts.prefix(6).map { Array($0.whole) },
            timestamps: timestamps)
    }

    private static func revocation(_ element: DERElement) throws(CMSError) -> (
        lists: [[UInt8]], responses: [[UInt8]]
    ) {
        var lists: [[UInt8]] = []
        var responses: [[UInt8]] = []
        guard let choices = element.children, !choices.isEmpty, isSorted(choices) else { throw .notCanonical }
        for choice in choices {
            if choice.tag == 0x30 {
                lists.append(Array(choice.whole))
            } else {
                guard choice.tag == 0xA1, let halves = choice.children, halves.count == 2,
                    halves[0].whole.elementsEqual(ocspFormat)
                else { throw .notCanonical }
                responses.append(Array(halves[1].whole))
            }
        }
        return (lists, responses)
    }

    /// The order of a SET OF (X.690, section 11.6).
    private static func isSorted(_ elements: [DERElement]) -> Bool {
        zip(elements, elements.dropFirst()).allSatisfy { !$1.whole.lexicographicallyPrecedes($0.whole) }
    }

    private static func contents(_ element: [UInt8]) -> [UInt8] {
        DERElement.first(of: element[...]).map { Array($0.element.contents) } ?? []
    }

    /// The issuer and serial number of a certificate as its DER has them, in the order of a signer identifier.
    package static func issuerAndSerial(_ certificate: [UInt8]) -> [UInt8]? {
        guard let body = DERElement.first(of: certificate[...])?.element.first(tag: 0x30)?.children,
            let first = body.first
        else { return nil }
        // Of version 1 there is no version.
        let parts = body.dropFirst(first.tag == 0xA0 ? 1 : 0)
        guard parts.count > 2 else { return nil }
        return Array(parts[parts.startIndex + 2].whole) + Array(parts[parts.startIndex].whole)
    }
}
