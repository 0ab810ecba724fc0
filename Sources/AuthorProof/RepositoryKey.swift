import Bytes
import Hashing

/// The key that signs an account's repository, out of the document that its identifier stands for (W3C DID Core; did:key).
enum RepositoryKey {
    private static let digits = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// Nil where the document is of another account, or has no such key.
    static func read(_ document: JSONValue, of account: String) -> CompactSignatureKey? {
        guard document["id"]?.string == account else { return nil }
        let methods = document["verificationMethod"]?.array ?? []
        let method = methods.first {
            $0["id"]?.string == account + "#atproto" || $0["id"]?.string == "#atproto"
        }
        guard let text = method?["publicKeyMultibase"]?.string, text.first == "z",
            let bytes = decoded(text.dropFirst())
        else {
            return nil
        }
        if bytes.starts(with: [0x80, 0x24]) {
            return CompactSignatureKey(.p256, point: Array(bytes.dropFirst(2)))
        }
        if bytes.starts(with: [0xE7, 0x01]) {
            return CompactSignatureKey(.secp256k1, point: Array(bytes.dropFirst(2)))
        }
        return nil
    }

    /// The server that keeps an account's repository; nil where the document names none.
    static func server(_ document: JSONValue) -> String? {
        let services = document["service"]?.array ?? []
        return services.first { $0["id"]?.string?.hasSuffix("#atproto_pds") == true }?["serviceEndpoint"]?
            .string
    }

    /// Base 58 with the letters of Bitcoin.
    private static func decoded(_ text: Substring) -> [UInt8]? {
        guard text.utf8.count <= 100 else { return nil }
        var bytes: [UInt8] = []
        for character in text.utf8 {
            guard let digit = digits.firstIndex(of: character) else { return nil }
            var carry = digit
            for place in bytes.indices.reversed() {
                carry += Int(bytes[place]) * 58
                bytes[place] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            while carry > 0 {
                bytes.insert(UInt8(carry & 0xFF), at: 0)
                carry >>= 8
            }
        }
        return [UInt8](repeating: 0, count: text.utf8.prefix { $0 == digits[0] }.count) + bytes
    }
}
