import Archive
import Bytes
import Evidence
import Hashing
import Signing
public import TestSupport
import Writing

/// A small WACZ file as other programs make it, with one page, to be changed.
public struct ForeignPackage {
    public var files: [(name: String, bytes: [UInt8])] = []
    let key: SigningKey
    public var signed = true
    /// Changes to the list of files, and to what is signed, right before they are written.
    public var editPackage: (String) -> String = { $0 }
    public var editDigest: (String) -> String = { $0 }

    public static let uri = "https://post.example/1"
    public static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    public static let payload = "<p>Guten Tag"

    public static func record(
        _ uri: String = uri, payload: String = payload, type: String = "response", digest: String? = nil,
        head: String = head
    )
        -> [UInt8]
    {
        let block = head + payload
        let digest = digest ?? SHA256Digest.of(Array(payload.utf8)).text
        let header =
            "WARC/1.1\r\nWARC-Type: \(type)\r\nWARC-Record-ID: <urn:uuid:7a10b628-4d3b-4f2e-8b73-c65d80646310>\r\n"
            + "WARC-Date: 2026-11-23T14:32:05Z\r\nWARC-Target-URI: \(uri)\r\nContent-Type: application/http; msgtype=response\r\n"
            + "WARC-Payload-Digest: \(digest)\r\nContent-Length: \(block.utf8.count)\r\n\r\n"
        return Array((header + block + "\r\n\r\n").utf8)
    }

    public static func member(_ record: [UInt8]) throws -> [UInt8] { try MemberCompressor().deflated(record) }

    public init() throws {
        key = try SigningKey.generateP256()
        let member = try Self.member(Self.record())
        let line =
            "example,post)/1 20261123143205 {\"url\":\"\(Self.uri)\",\"mime\":\"text/html\",\"status\":\"200\",\"digest\":\"x\",\"length\":\"\(member.count)\",\"offset\":\"0\",\"filename\":\"data.warc.gz\"}\n"
        files = [
            ("archive/data.warc.gz", member), ("indexes/index.cdx", Array(line.utf8)),
            (
                "pages/pages.jsonl",
                Array(
                    "{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"Pages\"}\n{\"url\":\"\(Self.uri)\",\"ts\":\"2026-11-23T14:32:05Z\"}\n"
                        .utf8)
            ),
        ]
    }

    public subscript(_ name: String) -> [UInt8] {
        get { files.first { $0.name == name }?.bytes ?? [] }
        set { for place in files.indices where files[place].name == name { files[place].bytes = newValue } }
    }

    /// Puts another record in the place of the one, with its length in the index.
    public mutating func setRecord(_ bytes: [UInt8]) throws {
        let member = try Self.member(bytes)
        let before = self["archive/data.warc.gz"].count
        self["indexes/index.cdx"] = Array(
            String(decoding: self["indexes/index.cdx"], as: UTF8.self).replacing(
                "\"length\":\"\(before)\"", with: "\"length\":\"\(member.count)\""
            ).utf8)
        self["archive/data.warc.gz"] = member
    }

    /// The list of files as it is now.
    public var package: String {
        let resources = files.map { file in
            "{\"name\":\"x\",\"path\":\"\(file.name)\",\"hash\":\"\(SHA256Digest.of(file.bytes).text)\",\"bytes\":\(file.bytes.count)}"
        }
        return
            "{\"profile\":\"data-package\",\"wacz_version\":\"1.1.1\",\"created\":\"2026-11-23T14:32:06Z\",\"resources\":[\(resources.joined(separator: ","))]}"
    }

    /// `signedData` over a digest.
    public func signedData(_ hash: String) throws -> String {
        let signature = Base64.encode(try key.sign(Array(hash.utf8)))
        return
            "{\"hash\":\"\(hash)\",\"created\":\"2026-11-23T14:32:06Z\",\"software\":\"other\",\"version\":\"0.1.0\",\"signature\":\"\(signature)\",\"publicKey\":\"\(Base64.encode(try key.publicKey().spki))\"}"
    }

    /// The parts with list and signature, for a container.
    public func parts() throws -> ContainerParts {
        let package = editPackage(package)
        let hash = SHA256Digest.of(Array(package.utf8)).text
        let data = signed ? ",\"signedData\":\(try signedData(hash))" : ""
        let digest = editDigest("{\"path\":\"datapackage.json\",\"hash\":\"\(hash)\"\(data)}")
        return ContainerParts(
            files: files + [
                ("datapackage.json", Array(package.utf8)), ("datapackage-digest.json", Array(digest.utf8)),
            ])
    }
}
