/// The parts of signed-data that libcrypto reads leniently, checked byte by byte (RFC 5652, sections 5.1 and 5.3).
///
/// Without these checks several byte strings would pass as one signature: a version, an algorithm identifier or the
/// case of a letter in the issuer's name could change and the signature would still verify.
package struct SignedDataForm {
    /// The object identifier of signed-data, whole.
    package let contentType: [UInt8]
    let version: [UInt8]
    package let digestAlgorithms: [UInt8]
    package let contentInfo: [UInt8]
    package let certificates: [[UInt8]]
    /// Revocation lists, and OCSP responses, that the signature carries.
    package let lists: [[UInt8]]
    package let responses: [[UInt8]]
    /// The signer info up to the signature, each part whole.
    package let signerParts: [[UInt8]]
    /// The values of the one unsigned attribute, if there is one.
    package let timestamps: [[UInt8]]

    /// id-aa-signatureTimeStampToken (RFC 3161, appendix A) and id-ri-ocsp-response (RFC 5940, section 2.1).
    package static let timestampAttribute: [UInt8] = [
        0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x0E,
    ]
    package static let ocspFormat: [UInt8] = [0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x10, 0x02]

    private static let sha256: [[UInt8]] = [
        [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
        [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00],
    ]
    /// ecdsa-with-SHA256; rsaEncryption; sha256WithRSAEncryption.
    private static let signatures: [[UInt8]] = [
        [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02],
        [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00],
        [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00],
    ]

    /// Checks, and gives the parts.
    static func check(_ der: [UInt8], signer: [UInt8]) throws(CMSError) -> SignedDataForm {
        let form = try parts(of: der)
        let signerParts = form.signerParts
        guard form.version.elementsEqual([form.responses.isEmpty ? 1 : 5]) else { throw .version }
        guard let list = DERElement.first(of: form.digestAlgorithms[...])?.element.children, list.count == 1,
            sha256.contains(Array(list[0].contents))
        else { throw .digestNotSHA256 }
        guard signerParts[0].elementsEqual([0x02, 0x01, 0x01]) else { throw .version }
        guard let name = issuerAndSerial(signer), contents(signerParts[1]) == name else {
            throw .signerIdentifierDiffers
        }
        guard sha256.contains(contents(signerParts[2]) ?? []) else { throw .digestNotSHA256 }
        guard signatures.contains(contents(signerParts[4]) ?? []) else { throw .signatureAlgorithm }
        return form
    }

    /// The parts of signed-data with one signer.
    package static func parts(of der: [UInt8]) throws(CMSError) -> SignedDataForm {
        // ContentInfo: type, [0] signed-data: version, digest algorithms, content info, [0] certificates, [1] lists, signers
        guard let info = DERElement.first(of: der[...])?.element.children, info.count == 2,
            let data = info[1].first(tag: 0x30)?.children, data.count == 5 || data.count == 6,
            data[3].tag == 0xA0, let certificates = data[3].children, data.count == 5 || data[4].tag == 0xA1,
            let signers = data.last, signers.tag == 0x31, let signer = signers.children, signer.count == 1,
            let parts = signer[0].children, parts.count == 6 || parts.count == 7
        else { throw .notCanonical }
        var lists: [[UInt8]] = []
        var responses: [[UInt8]] = []
        if data.count == 6 {
            guard let choices = data[4].children, !choices.isEmpty else { throw .notCanonical }
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
        }
        // SignerInfo: version, issuer and serial, digest algorithm, [0] signed, signature algorithm, signature, [1] unsigned
        var timestamps: [[UInt8]] = []
        if parts.count == 7 {
            guard parts[6].tag == 0xA1, let attributes = parts[6].children, attributes.count == 1,
                let attribute = attributes[0].children, attribute.count == 2, attribute[1].tag == 0x31,
                attribute[0].whole.elementsEqual(timestampAttribute), let values = attribute[1].children,
                !values.isEmpty
            else { throw .unsignedAttributes }
            timestamps = values.map { Array($0.whole) }
        }
        return SignedDataForm(
            contentType: Array(info[0].whole), version: Array(data[0].contents),
            digestAlgorithms: Array(data[1].whole), contentInfo: Array(data[2].whole),
            certificates: certificates.map { Array($0.whole) }, lists: lists, responses: responses,
            signerParts: parts.prefix(6).map { Array($0.whole) }, timestamps: timestamps)
    }

    private static func contents(_ element: [UInt8]) -> [UInt8]? {
        DERElement.first(of: element[...]).map { Array($0.element.contents) }
    }

    /// The issuer and serial number of a certificate as its DER has them, in the order of a signer identifier.
    package static func issuerAndSerial(_ certificate: [UInt8]) -> [UInt8]? {
        guard let body = DERElement.first(of: certificate[...])?.element.first(tag: 0x30)?.children,
            body.count > 3,
            body[0].tag == 0xA0
        else { return nil }
        return Array(body[3].whole) + Array(body[1].whole)
    }
}
