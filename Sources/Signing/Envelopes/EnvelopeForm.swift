import Hashing

/// The bytes of CMS AuthEnvelopedData (RFC 5083, section 2.1; RFC 5084) around contents whose size is known: all of it in DER, in the
/// one way in which this project writes it.
enum EnvelopeForm {
    /// More recipients are not meant by anybody.
    static let maximumRecipients = 100
    static let maximumHeadBytes = 256 << 10

    private static func identifier(_ contents: [UInt8]) -> [UInt8] { DERText.element(0x06, contents) }
    private static func sequence(_ parts: [UInt8]...) -> [UInt8] {
        DERText.element(0x30, parts.flatMap { $0 })
    }

    /// id-smime-ct-authEnvelopedData and id-data
    private static let contentType = identifier([
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x17,
    ])
    private static let data = identifier([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01])
    private static let gcm = identifier([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2E])
    /// id-aes256-wrap, without parameters
    private static let wrap = sequence(identifier([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2D]))
    /// dhSinglePass-stdDH-sha256kdf-scheme
    private static let agreement = sequence(identifier([0x2B, 0x81, 0x04, 0x01, 0x0B, 0x01]), wrap)
    private static let sha256 = sequence(identifier(DigestAlgorithm.sha256.identifier), [0x05, 0x00])
    /// id-RSAES-OAEP with SHA-256, and MGF1 with the same
    private static let oaep = sequence(
        identifier([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x07]),
        sequence(
            DERText.element(0xA0, sha256),
            DERText.element(
                0xA1,
                sequence(identifier([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x08]), sha256))))

    /// ECC-CMS-SharedInfo (RFC 5753, section 7.2): the wrapping, and that its key has 256 bits.
    static let sharedInformation = sequence(
        wrap, DERText.element(0xA2, DERText.element(0x04, [0, 0, 1, 0])))

    // MARK: Recipients

    /// KeyTransRecipientInfo
    static func recipient(_ issuerAndSerial: [UInt8], wrapped: [UInt8]) -> [UInt8] {
        sequence(
            DERText.integer([0]), DERText.element(0x30, issuerAndSerial), oaep, DERText.element(0x04, wrapped)
        )
    }

    /// KeyAgreeRecipientInfo with a sender's key that exists for it alone.
    static func recipient(_ issuerAndSerial: [UInt8], sender spki: [UInt8], wrapped: [UInt8]) -> [UInt8] {
        let point = DERElement.first(of: spki[...]).map { Array($0.element.contents) } ?? []
        return DERText.element(
            0xA1,
            DERText.integer([3]) + DERText.element(0xA0, DERText.element(0xA1, point)) + agreement
                + sequence(
                    sequence(DERText.element(0x30, issuerAndSerial), DERText.element(0x04, wrapped))))
    }

    /// What a recipient's entry holds.
    enum Wrapped {
        case rsa([UInt8])
        case agreed(sender: [UInt8], [UInt8])
    }

    /// Nil for an entry that is not written as the two above.
    static func wrapped(_ entry: DERElement) -> Wrapped? {
        guard let parts = entry.children, parts.count == 4 else { return nil }
        if entry.tag == 0x30 {
            let (name, key) = (Array(parts[1].contents), Array(parts[3].contents))
            return recipient(name, wrapped: key).elementsEqual(entry.whole) ? .rsa(key) : nil
        }
        guard entry.tag == 0xA1, let point = parts[1].first(tag: 0xA1),
            let one = parts[3].first(tag: 0x30)?.children, one.count == 2
        else { return nil }
        let sender = DERText.element(0x30, Array(point.contents))
        let key = Array(one[1].contents)
        guard recipient(Array(one[0].contents), sender: sender, wrapped: key).elementsEqual(entry.whole)
        else { return nil }
        return .agreed(sender: sender, key)
    }

    // MARK: The whole

    /// What stands before `count` encrypted bytes; the tag, as an OCTET STRING, follows them.
    static func head(recipients: [[UInt8]], nonce: [UInt8], count: Int) -> [UInt8] {
        let algorithm = sequence(
            gcm,
            sequence(DERText.element(0x04, nonce), DERText.integer([UInt8(GCMCipher.tagBytes)])))
        let before = data + algorithm + DERText.header(0x80, count)
        let start =
            DERText.integer([0]) + DERText.set(of: recipients) + DERText.header(0x30, before.count + count)
            + before
        let inner = DERText.header(0x30, start.count + count + tagBytes) + start
        let outer = DERText.header(0xA0, inner.count + count + tagBytes) + inner
        return DERText.header(0x30, contentType.count + outer.count + count + tagBytes) + contentType + outer
    }

    /// The tag with its own header.
    static let tagBytes = GCMCipher.tagBytes + 2

    /// What a head says.
    struct Head {
        let bytes: Int
        let recipients: [Wrapped]
        let nonce: [UInt8]
        /// Encrypted bytes that follow.
        let count: Int
    }

    /// Reads the head at the start of `bytes`; nil for what `head` does not write.
    static func read(_ bytes: [UInt8]) -> Head? {
        // The outer elements are longer than what lies here, so their headers alone are passed.
        var rest = bytes[...]
        guard skip(0x30, &rest) != nil, take(contentType, &rest), skip(0xA0, &rest) != nil,
            skip(0x30, &rest) != nil,
            take(DERText.integer([0]), &rest), let (set, afterSet) = DERElement.first(of: rest),
            set.tag == 0x31,
            let entries = set.children, (1...maximumRecipients).contains(entries.count)
        else { return nil }
        rest = afterSet
        guard skip(0x30, &rest) != nil, take(data, &rest),
            let (algorithm, after) = DERElement.first(of: rest),
            let parameters = algorithm.children?.last?.children, let nonce = parameters.first?.contents,
            nonce.count == GCMCipher.nonceBytes
        else { return nil }
        rest = after
        guard let count = skip(0x80, &rest) else { return nil }
        let recipients = entries.compactMap { wrapped($0) }
        guard recipients.count == entries.count else { return nil }
        let head = head(recipients: entries.map { Array($0.whole) }, nonce: Array(nonce), count: count)
        guard head.elementsEqual(bytes[..<rest.startIndex]) else { return nil }
        return Head(bytes: head.count, recipients: recipients, nonce: Array(nonce), count: count)
    }

    private static func take(_ expected: [UInt8], _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.starts(with: expected) else { return false }
        rest = rest.dropFirst(expected.count)
        return true
    }

    /// Passes a header; gives the length that it tells.
    private static func skip(_ tag: UInt8, _ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.count >= 2, rest.first == tag else { return nil }
        let short = rest[rest.startIndex + 1]
        rest = rest.dropFirst(2)
        guard short >= 0x80 else { return Int(short) }
        let digits = Int(short & 0x7F)
        guard (1...4).contains(digits), rest.count >= digits else { return nil }
        let length = rest.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(digits)
        return length
    }
}
