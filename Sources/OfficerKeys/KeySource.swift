import Bytes

/// Where the private key of a key folder is (`docs/formats/key-folder.md`).
public enum KeySource: Sendable, Equatable {
    /// In `officer.key`, encrypted with a passphrase.
    case file
    /// On a PKCS#11 token: the path of the module, the label of the token and of the certificate, each empty for the only one.
    case token(module: String, label: String, certificate: String)
    /// Behind a program that gets a digest.
    case command(program: String)

    static let format = "exhibit-signer/1"

    /// `signer.json`; nil for a key in a file, which needs none.
    var serialized: [UInt8]? {
        let json: JSONValue
        switch self {
        case .file: return nil
        case .token(let module, let label, let certificate):
            json = [
                "format": .string(Self.format), "kind": "token", "module": .string(module),
                "token": .string(label),
                "certificate": .string(certificate),
            ]
        case .command(let program):
            json = ["format": .string(Self.format), "kind": "command", "program": .string(program)]
        }
        return json.serialized() + [0x0A]
    }

    /// Nil for what is no such file.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONReader.parse(bytes), value["format"]?.string == Self.format else {
            return nil
        }
        switch value["kind"]?.string {
        case "token":
            guard let module = value["module"]?.string, let label = value["token"]?.string,
                let certificate = value["certificate"]?.string
            else { return nil }
            self = .token(module: module, label: label, certificate: certificate)
        case "command":
            guard let program = value["program"]?.string else { return nil }
            self = .command(program: program)
        default: return nil
        }
    }
}
