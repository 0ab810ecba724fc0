/// The parts of signed-data that libcrypto reads leniently, checked byte by byte (RFC 5652, sections 5.1 and 5.3).
///
/// Without these checks several byte strings would pass as one signature: a version, an algorithm identifier or the
/// case of a letter in the issuer's name could change and the signature would still verify.
enum SignedDataForm {
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

    /// Checks, and gives the values of the one unsigned attribute, if there is one, as their DER.
    static func check(_ der: [UInt8], signer: [UInt8]) throws(CMSError) -> [[UInt8]] {
        // ContentInfo: type, [0] signed-data: version, digest algorithms, content info, [0] certificates, signer infos
        guard let info = DERElement.first(of: der[...])?.element.children, info.count == 2,
            let data = info[1].first(tag: 0x30)?.children, data.count == 5, data[3].tag == 0xA0,
            data[4].tag == 0x31
        else { throw .notCanonical }
        guard data[0].contents.elementsEqual([1]) else { throw .version }
        guard let list = data[1].children, list.count == 1, sha256.contains(Array(list[0].contents)) else {
            throw .digestNotSHA256
        }
        // SignerInfo: version, issuer and serial, digest algorithm, [0] signed, signature algorithm, signature, [1] unsigned
        guard let signers = data[4].children, signers.count == 1, let parts = signers[0].children,
            parts.count == 6 || parts.count == 7
        else { throw .notCanonical }
        guard parts[0].contents.elementsEqual([1]) else { throw .version }
        guard let name = issuerAndSerial(signer), parts[1].contents.elementsEqual(name) else {
            throw .signerIdentifierDiffers
        }
        guard sha256.contains(Array(parts[2].contents)) else { throw .digestNotSHA256 }
        guard signatures.contains(Array(parts[4].contents)) else { throw .signatureAlgorithm }
        guard parts.count == 7 else { return [] }
        guard parts[6].tag == 0xA1, let attributes = parts[6].children, attributes.count == 1,
            let attribute = attributes[0].children, attribute.count == 2, attribute[1].tag == 0x31,
            let values = attribute[1].children
        else { throw .unsignedAttributes }
        return values.map { Array($0.whole) }
    }

    /// The issuer and serial number of a certificate as its DER has them, in the order of a signer identifier.
    private static func issuerAndSerial(_ certificate: [UInt8]) -> [UInt8]? {
        guard let body = DERElement.first(of: certificate[...])?.element.first(tag: 0x30)?.children,
            body.count > 3,
            body[0].tag == 0xA0
        else { return nil }
        return Array(body[3].whole) + Array(body[1].whole)
    }
}
