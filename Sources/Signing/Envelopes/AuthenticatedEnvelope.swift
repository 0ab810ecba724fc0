public import Hashing

/// CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM, written and read in pieces: contents that only holders of certain keys can read,
/// and that `openssl cms -decrypt -inform DER` opens. A fresh key for each.
public enum AuthenticatedEnvelope {
    /// `openssl` holds the whole of one in memory; so contents stay below this.
    public static let maximumBytes = 1 << 30

    /// Why contents cannot be encrypted to somebody, or cannot be opened.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case noRecipient
        case recipientKey(name: String)
        case notAnEnvelope
        /// None of its recipients has this key.
        case notForThisKey
        case changed

        public var description: String {
            switch self {
            case .noRecipient: "1 to \(EnvelopeForm.maximumRecipients) recipients are needed"
            case .recipientKey(let name):
                "\(name): the certificate's key is none that can be encrypted to: P-256, P-384, RSA of 2048 to 4096 bits"
            case .notAnEnvelope: "is no encrypted file in the form of this format"
            case .notForThisKey: "was not encrypted to this key"
            case .changed: "was changed or damaged after it was encrypted"
            }
        }
    }

    /// Encrypts contents of one size, which are handed over piece by piece.
    public struct Writer: ~Copyable {
        private var cipher: GCMCipher
        /// What is written first.
        public let head: [UInt8]
        private var left: Int

        private init(_ cipher: consuming GCMCipher, head: [UInt8], count: Int) {
            self.cipher = cipher
            self.head = head
            left = count
        }

        /// One for contents of `count` bytes.
        public static func begin(to recipients: [Certificate], count: Int) throws -> Writer {
            precondition((0...maximumBytes).contains(count), "contents of one envelope")
            guard (1...EnvelopeForm.maximumRecipients).contains(recipients.count) else {
                throw Failure.noRecipient
            }
            var key = try SecureRandom.bytes(GCMCipher.keyBytes)
            defer { Passphrase.cleanse(&key) }
            let nonce = try SecureRandom.bytes(GCMCipher.nonceBytes)
            let entries = try recipients.map { try AuthenticatedEnvelope.entry(for: $0, key: key) }
            return Writer(
                try GCMCipher.running(key: key, nonce: nonce, encrypts: true),
                head: EnvelopeForm.head(recipients: entries, nonce: nonce, count: count), count: count)
        }

        /// Encrypts the first `count` bytes where they lie; they are written next.
        public mutating func encrypt(_ bytes: inout [UInt8], count: Int) throws {
            precondition(count <= left, "contents as long as was said")
            left -= count
            try cipher.transform(&bytes, count: count)
        }

        /// What is written last.
        public consuming func end() throws -> [UInt8] {
            precondition(left == 0, "contents as long as was said")
            return DERText.element(0x04, try cipher.tag())
        }
    }

    /// Decrypts; what it gives counts for nothing before `end` has returned.
    public struct Reader: ~Copyable {
        private var cipher: GCMCipher
        /// Bytes before the encrypted ones, and behind them.
        public let headBytes: Int
        public static let endBytes = EnvelopeForm.tagBytes
        /// Encrypted bytes.
        public let count: Int

        private init(_ cipher: consuming GCMCipher, _ head: EnvelopeForm.Head) {
            self.cipher = cipher
            headBytes = head.bytes
            count = head.count
        }

        /// `start` is the first 256 KiB of the file, or all of it. Throws `Failure`.
        public static func begin(_ start: [UInt8], key: SigningKey) throws -> Reader {
            guard let head = EnvelopeForm.read(start) else { throw Failure.notAnEnvelope }
            guard var content = head.recipients.lazy.compactMap({ AuthenticatedEnvelope.open($0, key) }).first
            else { throw Failure.notForThisKey }
            defer { Passphrase.cleanse(&content) }
            return Reader(try GCMCipher.running(key: content, nonce: head.nonce, encrypts: false), head)
        }

        /// Decrypts the first `count` bytes where they lie.
        public mutating func decrypt(_ bytes: inout [UInt8], count: Int) throws {
            try cipher.transform(&bytes, count: count)
        }

        /// Takes the last bytes of the file. Throws `Failure.changed` when anything is not as it was encrypted.
        public consuming func end(_ bytes: [UInt8]) throws {
            guard bytes.starts(with: [0x04, UInt8(GCMCipher.tagBytes)]),
                cipher.hasTag(Array(bytes.dropFirst(2)))
            else { throw Failure.changed }
        }
    }

    /// The longest start of a file that `Reader` asks for.
    public static let maximumHeadBytes = EnvelopeForm.maximumHeadBytes

    private static func entry(for recipient: Certificate, key: [UInt8]) throws -> [UInt8] {
        guard let kind = KeyKind(spki: recipient.spki),
            let name = SignedDataForm.issuerAndSerial(recipient.der)
        else { throw Failure.recipientKey(name: recipient.holder) }
        if kind.isRSA {
            return EnvelopeForm.recipient(name, wrapped: try KeyWrap.encrypt(key, toRSA: recipient))
        }
        let sender = try SigningKey.generate(kind)
        return EnvelopeForm.recipient(
            name, sender: try sender.spki, wrapped: try KeyWrap.wrap(key, by: sender, toEC: recipient))
    }

    private static func open(_ wrapped: EnvelopeForm.Wrapped, _ key: SigningKey) -> [UInt8]? {
        let content: [UInt8]? =
            switch wrapped {
            case .rsa(let bytes): KeyWrap.decrypt(bytes, withRSA: key)
            case .agreed(let sender, let bytes): KeyWrap.unwrap(bytes, with: key, spki: sender)
            }
        return content?.count == GCMCipher.keyBytes ? content : nil
    }
}
