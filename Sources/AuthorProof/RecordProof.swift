import Bytes
import Hashing

/// Whether a post stands in its author's signed repository (AT Protocol, specification of repositories, version 3).
///
/// What it shows: whoever holds the key of the account signed a list that has exactly this record. It is usually the account's
/// server that holds the key, not the person.
public enum RecordProof {
    public enum Outcome: Sendable, Equatable {
        /// The signed list has a record with this text and time, and the revision of the list.
        case proven(text: String?, createdAt: String?, revision: String)
        /// The signed list has no such record.
        case absent(revision: String)
        /// In plain English.
        case failed(String)
    }

    /// The address of the document that tells an account's key and server; nil for identifiers of another kind.
    public static func documentAddress(of account: String) -> String? {
        let parts = account.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts[0] == "did",
            account.utf8.allSatisfy({
                (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?")
            })
        else { return nil }
        switch parts[1] {
        case "plc": return "https://plc.directory/\(account)"
        case "web" where parts.count == 3: return "https://\(parts[2])/.well-known/did.json"
        default: return nil
        }
    }

    /// The address at which an account's server proves a post; nil where the document names no server.
    public static func proofAddress(of account: String, key: String, document: [UInt8]) -> String? {
        guard let json = try? JSONReader.parse(document), json["id"]?.string == account,
            let server = RepositoryKey.server(json), server.hasPrefix("https://")
        else { return nil }
        let base = server.hasSuffix("/") ? String(server.dropLast()) : server
        return
            "\(base)/xrpc/com.atproto.sync.getRecord?did=\(account)&collection=app.bsky.feed.post&rkey=\(key)"
    }

    /// Checks an archive of blocks against the account's document. Pure: nobody is asked.
    public static func check(_ archive: [UInt8], account: String, key: String, document: [UInt8]) -> Outcome {
        guard let json = try? JSONReader.parse(document), let signer = RepositoryKey.read(json, of: account)
        else {
            return .failed("the account's document has no key that is known")
        }
        guard let blocks = try? BlockArchive(archive) else {
            return .failed("the server's proof is broken: its blocks are not what they are called")
        }
        guard let commit = blocks.value(blocks.root), case .map(let members) = commit,
            commit["version"]?.integer == 3, let signature = commit["sig"]?.bytes,
            let tree = commit["data"]?.link,
            let revision = commit["rev"]?.text
        else { return .failed("the server's proof does not begin with a signed list") }
        guard commit["did"]?.text == account else { return .failed("the signed list is another account's") }
        let signed = CBORValue.map(members.filter { $0.name != "sig" }).serialized
        guard (try? signer.verifies(signature, of: signed)) == true else {
            return .failed("the signature of the list is not that of the account's key")
        }
        switch blocks.find("app.bsky.feed.post/\(key)", in: tree) {
        case .absent: return .absent(revision: revision)
        case .broken: return .failed("the way to the record is not all in the server's proof")
        case .found(let name):
            guard let record = blocks.value(name) else {
                return .failed("the record itself is not in the server's proof")
            }
            return .proven(
                text: record["text"]?.text, createdAt: record["createdAt"]?.text, revision: revision)
        }
    }
}
