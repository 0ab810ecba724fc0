/// The codes that Instagram and Threads show for numbers of posts: base 64 with `-` and `_`.
enum MetaCode {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The number of a code; nil for what is none. A code of a private post has 28 characters more.
    static func number(_ code: String) -> String? {
        let own = code.utf8.count > 28 ? code.utf8.dropLast(28) : code.utf8[...]
        guard (1...11).contains(own.count) else { return nil }
        var number: UInt64 = 0
        for byte in own {
            guard let digit = digits.firstIndex(of: byte), number <= UInt64.max >> 6 else { return nil }
            number = number << 6 | UInt64(digit)
        }
        return String(number)
    }
}
