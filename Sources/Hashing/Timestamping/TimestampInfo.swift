public import Bytes

/// What a timestamp token says (RFC 3161, section 2.4.2).
public struct TimestampInfo: Sendable, Equatable {
    /// The contents of the policy's object identifier.
    public let policy: [UInt8]
    public let algorithm: DigestAlgorithm
    public let imprint: [UInt8]
    public let time: Timestamp
    /// How far the time may be off, in microseconds, rounded up; 0 when the token does not say.
    public let accuracyMicroseconds: Int64
    /// The contents of the nonce's INTEGER; nil without one.
    public let nonce: [UInt8]?

    /// Reads a TSTInfo that fills `der` exactly.
    init(_ der: [UInt8]) throws(TimestampError) {
        guard let (whole, rest) = DERElement.first(of: der[...]), rest.isEmpty, whole.tag == 0x30,
            var parts = whole.children.map({ $0[...] }), parts.count >= 5,
            parts.removeFirst().whole.elementsEqual([0x02, 0x01, 0x01])
        else { throw .content }
        let policy = parts.removeFirst()
        let imprint = parts.removeFirst()
        guard policy.tag == 0x06, !policy.contents.isEmpty, imprint.tag == 0x30,
            let halves = imprint.children, halves.count == 2, halves[1].tag == 0x04
        else { throw .content }
        guard let algorithm = DigestAlgorithm(halves[0]) else { throw .imprintAlgorithm }
        let serial = parts.removeFirst()
        let time = parts.removeFirst()
        guard serial.tag == 0x02, !serial.contents.isEmpty, time.tag == 0x18,
            let moment = Self.time(time.contents)
        else { throw .content }
        var accuracy: Int64? = 0
        if parts.first?.tag == 0x30 { accuracy = Self.microseconds(parts.removeFirst()) }
        if let ordering = parts.first, ordering.tag == 0x01 {
            guard ordering.contents.elementsEqual([0xFF]) else { throw .content }
            parts.removeFirst()
        }
        var nonce: [UInt8]?
        if let number = parts.first, number.tag == 0x02 {
            nonce = Array(number.contents)
            parts.removeFirst()
        }
        // The authority's name, which its certificate tells.
        if parts.first?.tag == 0xA0 { parts.removeFirst() }
        // Extensions are read over, as long as none asks to be understood.
        if let list = parts.first, list.tag == 0xA1 {
            guard let extensions = list.children,
                extensions.allSatisfy({ $0.children?.contains { $0.tag == 0x01 } == false })
            else { throw .content }
            parts.removeFirst()
        }
        guard parts.isEmpty, let accuracy, nonce?.isEmpty != true else { throw .content }
        self.policy = Array(policy.contents)
        self.algorithm = algorithm
        self.imprint = Array(halves[1].contents)
        self.time = moment
        accuracyMicroseconds = accuracy
        self.nonce = nonce
    }

    /// GeneralizedTime in UTC (RFC 3161: fractions without trailing zeros).
    private static func time(_ digits: ArraySlice<UInt8>) -> Timestamp? {
        let text = String(decoding: digits, as: UTF8.self)
        guard digits.count >= 15, digits.allSatisfy({ $0 < 0x80 }) else { return nil }
        let part = { (from: Int, count: Int) in String(text.dropFirst(from).prefix(count)) }
        return Timestamp(
            "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(8, 2)):\(part(10, 2)):\(part(12, 99))")
    }

    /// Accuracy ::= SEQUENCE { seconds INTEGER, millis [0], micros [1] }, each optional.
    private static func microseconds(_ accuracy: DERElement) -> Int64? {
        guard let parts = accuracy.children else { return nil }
        var sum: Int64 = 0
        for part in parts {
            let unit: Int64 =
                switch part.tag {
                case 0x02: 1_000_000
                case 0x80: 1000
                case 0x81: 1
                default: 0
                }
            // 2^31 seconds are more than any authority means.
            guard unit > 0, (1...4).contains(part.contents.count), let first = part.contents.first,
                first < 0x80
            else { return nil }
            sum += part.contents.reduce(Int64(0)) { $0 << 8 | Int64($1) } * unit
        }
        return sum
    }

    /// The earliest and latest instants at which the token can have been made.
    public var earliest: Timestamp { moved(by: -accuracyMicroseconds) }
    public var latest: Timestamp { moved(by: accuracyMicroseconds) }

    private func moved(by microseconds: Int64) -> Timestamp {
        let whole = time.seconds * 1_000_000 + Int64(time.nanoseconds / 1000) + microseconds
        let second = whole >= 0 ? whole / 1_000_000 : (whole - 999_999) / 1_000_000
        return Timestamp(seconds: second, nanoseconds: UInt32(whole - second * 1_000_000) * 1000)
    }

    /// Whether the token is over these bytes.
    public func covers(_ message: [UInt8]) throws(OpenSSLError) -> Bool {
        try algorithm.digest(of: message) == imprint
    }
}
