/// One element of DER (X.690): a tag, and where its contents lie.
package struct DERElement {
    package let tag: UInt8
    package let contents: ArraySlice<UInt8>
    /// Tag, length and contents.
    package let whole: ArraySlice<UInt8>

    /// The elements inside this one; nil unless they fill it exactly.
    package var children: [DERElement]? {
        var children: [DERElement] = []
        var rest = contents
        while !rest.isEmpty {
            guard let (element, after) = Self.first(of: rest) else { return nil }
            children.append(element)
            rest = after
        }
        return children
    }

    /// The one element that `bytes` are, if it has the tag.
    static func whole(_ bytes: [UInt8], tag: UInt8) -> DERElement? {
        guard let (element, rest) = first(of: bytes[...]), rest.isEmpty, element.tag == tag else {
            return nil
        }
        return element
    }

    /// The element at the start of `bytes` and what follows it; nil when the tag has more than one byte, or the length is not
    /// minimal or goes past the end.
    package static func first(of bytes: ArraySlice<UInt8>) -> (element: DERElement, rest: ArraySlice<UInt8>)?
    {
        guard bytes.count >= 2 else { return nil }
        let tag = bytes[bytes.startIndex]
        guard tag & 0x1F != 0x1F else { return nil }
        let short = bytes[bytes.startIndex + 1]
        var place = bytes.startIndex + 2
        var length = Int(short)
        if short >= 0x80 {
            let count = Int(short & 0x7F)
            guard (1...4).contains(count), bytes.endIndex - place >= count else { return nil }
            length = bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
            guard length >= 0x80, length >= 1 << (8 * (count - 1)) else { return nil }
            place += count
        }
        guard bytes.endIndex - place >= length else { return nil }
        let end = place + length
        return (
            DERElement(tag: tag, contents: bytes[place..<end], whole: bytes[bytes.startIndex..<end]),
            bytes[end...]
        )
    }

    /// The first element inside this one, if that has the tag.
    package func first(tag: UInt8) -> DERElement? {
        guard let (element, _) = Self.first(of: contents), element.tag == tag else { return nil }
        return element
    }
}
