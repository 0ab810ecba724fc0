import Bytes
import Evidence
import Foundation
import Hashing
import Reporting
import Sealing
import TestSupport

extension FuzzedParser {
    /// Valid inputs to begin with.
    public func seeds() throws -> [[UInt8]] {
        let maker = try SmallBundle()
        var draft = try BundleDraft(maker)
        try draft.addExchange("https://example.org/", isPage: true)
        try draft.add("urn:note", "Guten Tag")
        draft.countRecords()
        let parts = try draft.parts()
        func file(_ name: String) -> [UInt8] { parts[name] ?? [] }
        func lines(_ name: String) -> [[UInt8]] { file(name).split(separator: 0x0A).map(Array.init) }
        return switch self {
        case .container:
            [parts.container, ContainerParts(files: [("a", [1, 2, 3])]).container]
                + VectorFiles.bytes { $0.hasPrefix("zip_") && $0.hasSuffix(".wacz") }
        case .gzip: [file(BundlePath.index)]
        case .warc: draft.records.map { Array("WARC/1.1\r\n".utf8) + $0.headerText + $0.block }
        case .head: draft.records.map(\.block)
        case .message:
            [
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nA: b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "5\r\nhello\r\n0\r\n\r\n",
                "https://example.org:8443/a/b?c#d", "HTTP/1.0 200 OK\n\nhello",
            ].map { Array($0.utf8) }
        case .surt:
            [
                "https://www.Example.org:443/A/../b/?z=1&a=2#frag",
                "http://user:pass@127.1:8080/x;jsessionid=1?y",
                "https://[2001:db8::1]:444/%7Eu/(S(abcdefghijklmnopqrstuvwx))/p.aspx?sid=0123456789abcdef0123456789abcdef",
                "urn:view:https://example.org/",
            ].map { Array($0.utf8) }
        case .json, .statement:
            [
                file(BundlePath.statement), file(BundlePath.capture), file(BundlePath.dataPackage),
                draft.plan.serialized, Array(#"{"a":[1,-2.5e3,"\u00e9\ud83d\ude00\n",true,null,{}]}"#.utf8),
            ]
        case .derivation:
            [
                try DerivedDraft(draft, [4...5, 6...6]).parts()[BundlePath.derivation.content] ?? [],
                WithheldLine.serialized(SHA256Digest.of([1])),
            ]
        case .cms: [file(BundlePath.signature)]
        case .lines: lines(BundlePath.records) + lines(BundlePath.files)
        case .token: [try ForgedToken(over: [1]).signed(by: [TestTimestampAuthority().subject])]
        case .certificate:
            [
                maker.officer.certificate.der,
                try OpenSSLAuthority("Root", from: maker.begun, to: Timestamp(seconds: 3_000_000_000))
                    .revocationList([], from: maker.begun, to: Timestamp(seconds: 3_000_000_000)),
            ]
        case .sidecar: VectorFiles.bytes { $0.hasSuffix("sidecar-01.json") } + [try sidecar(draft, parts)]
        case .handshake:
            try VectorFiles.paths { $0.hasPrefix("origin_") && $0.hasSuffix(".wacz") }.prefix(20).compactMap(
                handshake)
        case .posts: try PostProperty.postSeeds()
        case .address: PostProperty.addressSeeds
        case .export: PostProperty.exportSeeds
        case .media: PostProperty.mediaSeeds
        case .reports: PostProperty.reportSeeds
        case .preservation:
            [
                PreservationRequest(
                    id: try SecureRandom.uuid(), platform: "X", made: maker.begun, from: nil, until: nil,
                    bundles: []
                ).serialized
            ]
        case .envelope: try HandoverSeeds.envelopes()
        case .parts: try HandoverSeeds.parts()
        case .handover: try HandoverSeeds.handovers()
        case .receipt: try HandoverSeeds.receipts()
        case .facts:
            [
                #"{"format":"exhibit-facts/1","address":"https://a.example/é","outcome":"captured","engine":"fetch","captured":"2026-11-23T14:32:05Z","platform":"x","posted":"","signer":"PC 1","bytes":10,"posts":1,"flags":["under-18"],"reports":["R/1","R/2"]}"#
            ].map { Array($0.utf8) }
        case .note, .event, .transcript: try CustodyProperty.seeds(self)
        case .foreign:
            VectorFiles.bytes { name in
                ["foreign_", "bag_", "domain_"].contains { name.hasPrefix($0) } && name.hasSuffix(".wacz")
            }
        case .bundle: [[0, 2, 88, 0, 1], [5, 0, 9, 2, 7], [3, 0, 0, 3, 0, 4, 0, 1, 4, 0]]
        }
    }

    private func sidecar(_ draft: BundleDraft, _ parts: ContainerParts) throws -> [UInt8] {
        Sidecar(
            bundle: draft.plan.bundle, file: SHA256Digest.of(parts.container),
            signature: SHA256Digest.of([1]),
            kind: .timestamp, tokens: [[0x30, 0]]
        ).serialized
    }

    /// The handshake of a capture's first connection.
    private func handshake(ofBundle path: String) throws -> [UInt8]? {
        guard let record = try BundleRecords.of(path).first("resource", RecordURI.connection(1)),
            let messages = try JSONReader.parse(record.block)["tls"]?["handshake"]?.array
        else { return nil }
        return HandshakeProperty.input(
            messages.map {
                ($0["from"]?.string == "client", $0["message"]?.string.flatMap { Base64.decode($0) } ?? [])
            })
    }
}

/// Files of the kit of vectors.
private enum VectorFiles {
    private static let folder = Package.root + "/Tests/Vectors/bundle/"

    static func paths(_ isWanted: (String) -> Bool) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter(isWanted).sorted().map { folder + $0 }
    }

    static func bytes(_ isWanted: (String) -> Bool) -> [[UInt8]] {
        paths(isWanted).compactMap { try? [UInt8](Data(contentsOf: URL(fileURLWithPath: $0))) }
    }
}
