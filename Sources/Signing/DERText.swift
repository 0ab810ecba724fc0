/// DER being written (X.690, sections 8 and 10).
package enum DERText {
    /// One element: tag, length and contents.
    package static func element(_ tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
        header(tag, contents.count) + contents
    }

    /// What stands before so many bytes of contents.
    static func header(_ tag: UInt8, _ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [tag, UInt8(count)] }
        var length: [UInt8] = []
        var rest = count
        while rest > 0 {
            length.insert(UInt8(rest & 255), at: 0)
            rest >>= 8
        }
        return [tag, 0x80 | UInt8(length.count)] + length
    }

    /// A SET OF, whose elements stand in the order of their bytes, each once.
    package static func set(_ tag: UInt8 = 0x31, of elements: [[UInt8]]) -> [UInt8] {
        let sorted = Set(elements).sorted { $0.lexicographicallyPrecedes($1) }
        return element(tag, sorted.flatMap { $0 })
    }

    /// A positive INTEGER from its bytes, the most significant first.
    package static func integer(_ magnitude: [UInt8]) -> [UInt8] {
        var digits = Array(magnitude.drop { $0 == 0 })
        if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
        return element(0x02, digits)
    }
}
